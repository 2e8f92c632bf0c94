"""What reads the files of strangers and agents for a worker, and checks drafts."""

from collections.abc import Sequence
from typing import Protocol

from storage.rules.values.check import Check


class Reads(Protocol):
    """A reader of what strangers and agents made, in a process that can be ended."""

    async def read(self, name: str, data: bytes, person: str, unpacked: int = 0) -> str:
        """Return the text of a file.

        Args:
            person: who brought it, or had it made.
            unpacked: bytes that a packed file may hold; 0 for the usual.

        Raises:
            Unreadable: no text comes of it; the message says what to do.
        """
        ...

    async def check(self, body: str, criteria: Sequence[str]) -> Sequence[Check]:
        """Return the checks that code makes of a draft.

        Raises:
            Unreadable: the check did not come to an end.
        """
        ...
