"""Values as JSON for another process."""

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError


def to_json(form: TypeAdapter[Any], values: Any) -> bytes:
    """Return values as JSON; halves of characters, which no text can hold, become question marks."""
    try:
        return form.dump_json(values, fallback=dict, warnings=False)  # of mappings that nobody changes
    except PydanticSerializationError:
        plain = form.dump_python(values, mode="json", fallback=dict, warnings=False)
        return json.dumps(plain, ensure_ascii=False).encode(errors="replace")
