"""In what form a result is delivered."""

from enum import StrEnum


class Form(StrEnum):
    """In what form a result is delivered."""

    WORDS = "words"
    FILE = "file"
    CANVAS = "canvas"

    @property
    def clause(self) -> str:
        """The words that ask for it; '' for what needs none."""
        return "" if self is Form.WORDS else f"as a {self}"
