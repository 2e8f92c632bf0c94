"""The fields of a form: what each says, or why it can't be read."""

from collections.abc import Callable
from typing import Any, TypeVar

from bot.routes.answers import at_field

T = TypeVar("T")

NOT_BOTH = "Choose an agent or a colleague, not both."
NEVER_DECIDES = "I never decide: choose a person."


def field(block: str, read: Callable[[str], T], fields: dict[str, Any]) -> T:
    """Return what a field says.

    Raises:
        FieldError: it can't be read.
    """
    with at_field(block):
        return read(str(fields.get(block) or ""))
