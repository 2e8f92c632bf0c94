"""The fields of a form: what each says, or why it can't be read."""

from collections.abc import Callable
from typing import Any, TypeVar

from storage.rules.refusal import Refused

T = TypeVar("T")


class FieldError(Exception):
    """The error that a field can't be read; it is shown at the field."""

    def __init__(self, block: str, why: str) -> None:
        super().__init__(why)
        self.block, self.why = block, why


def field(block: str, read: Callable[[str], T], fields: dict[str, Any]) -> T:
    """Return what a field says.

    Raises:
        FieldError: it can't be read.
    """
    try:
        return read(str(fields.get(block) or ""))
    except Refused as no:
        raise FieldError(block, no.why) from None
