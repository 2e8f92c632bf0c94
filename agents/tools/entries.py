"""What is below a folder that something may have filled on purpose; no link is followed."""

import errno
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

OWN = stat.S_IRWXU  # what the owner of a folder needs, to look into it and to empty it


@dataclass(frozen=True, slots=True)
class Found:
    """The entries below a folder; links are not followed.

    Attributes:
        entries: what is in a folder before the folder itself.
        closed: folders with what can't be looked at.
        deep: whether some of it lies so deep that its path is too long.
    """

    entries: Sequence["os.DirEntry[str]"]
    closed: Sequence[str]
    deep: bool


def look(folder: Path, into_all: bool = False) -> Found:
    """Find everything below a folder.

    Args:
        into_all: also what its owner was shut out of; only while nothing runs there.
    """
    entries, closed, deep, left = list[os.DirEntry[str]](), list[str](), False, [str(folder)]
    while left:
        path = left.pop()
        try:
            if into_all:
                _open(Path(path))
            with os.scandir(path) as found:
                here = list(found)
        except OSError as error:
            closed.append(str(Path(path).parent) if error.errno == errno.ENAMETOOLONG else path)
            deep = deep or error.errno == errno.ENAMETOOLONG
            continue
        entries += here
        left += [entry.path for entry in here if entry.is_dir(follow_symlinks=False)]
    return Found(entries[::-1], closed, deep)


def _open(folder: Path) -> None:
    mode = stat.S_IMODE(folder.lstat().st_mode)
    if mode & OWN != OWN:
        folder.chmod(mode | OWN)
