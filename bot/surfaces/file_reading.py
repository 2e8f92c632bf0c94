"""A reader of files, which returns their text."""

from typing import Protocol


class Reads(Protocol):
    """The reader of files, which returns their text."""

    def converts(self, name: str) -> bool:
        """Tell whether a file of this name has to be converted, which takes time."""
        ...

    async def read(self, name: str, data: bytes, person: str) -> str:
        """Return the text of a file.

        Raises:
            Unreadable: no text comes of it; the message says what to do.
        """
        ...
