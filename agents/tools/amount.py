"""How much there is below a folder while something runs there."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from agents.tools.entries import look


@dataclass(frozen=True, slots=True)
class Amount:
    """The amount of data below a folder while something runs there.

    Attributes:
        deep: whether there is more that can't be counted, in folders whose path is too long.
    """

    size: int  # bytes
    count: int  # files and folders
    deep: bool


def measure(folder: Path) -> Amount:
    """Return how much data and how many entries are below a folder."""
    size, found = 0, look(folder)
    for entry in found.entries:
        with contextlib.suppress(OSError):
            size += entry.stat(follow_symlinks=False).st_size
    return Amount(size, len(found.entries), found.deep)
