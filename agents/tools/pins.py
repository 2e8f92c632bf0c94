"""What tools say of themselves, and whether they said the same when they were first seen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Protocol

from langchain_core.tools import BaseTool


class Pins(Protocol):
    """A memory of what tools said of themselves when they were first seen."""

    async def check(self, team: str, server: str, seen: Mapping[str, str], former: Mapping[str, str]) -> frozenset[str]:
        """Return the names of the tools whose descriptions have changed.

        Args:
            seen: by name, what each says of itself.
            former: by name, the hash that version 0.2 of Sluice made of a part of it.
        """
        ...


def words(tool: BaseTool) -> str:
    """Return all that a tool says of itself and that a model or a rule uses, as lines to compare."""
    schema = tool.args_schema if isinstance(tool.args_schema, dict) else tool.get_input_jsonschema()
    hints = {name: hint for name, hint in (tool.metadata or {}).items() if name.endswith("Hint")}
    said = {"arguments": schema, "hints": hints}
    text = f"{tool.description}\n\n{json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False, default=str)}"
    return text.replace("\0", "\\0").encode(errors="backslashreplace").decode()  # as every database keeps it


def former_fingerprint(tool: BaseTool) -> str:
    """Return the hash of a tool's words that version 0.2 kept."""
    text = json.dumps([tool.name, tool.description, tool.args], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
