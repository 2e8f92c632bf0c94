"""What a run in the sandbox leaves behind in its folder: not too many files, and no program that runs as its owner."""

import contextlib
import errno
import os
import stat
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SPECIAL = stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX
OWN = stat.S_IRWXU  # what the owner of a folder needs, to look into it and to empty it
REMOVE = ("/usr/bin/env", "-i", "rm", "-rf", "--")


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


def known(folder: Path) -> frozenset[int]:
    """Return the inodes of everything below a folder, as it is before a run."""
    return frozenset(entry.inode() for entry in _look(folder).entries)


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
    size, found = 0, _look(folder)
    for entry in found.entries:
        with contextlib.suppress(OSError):
            size += entry.stat(follow_symlinks=False).st_size
    return Amount(size, len(found.entries), found.deep)


def tidy(folder: Path, before: frozenset[int], most: int) -> bool:
    """Clear what a run left: take off setuid bits and the like, and remove folders that cannot be looked at.
    Of too many new entries, remove all.

    Args:
        before: what was there before the run.

    Returns:
        Whether there were more than `most` new ones.
    """
    found = _look(folder, into_all=True)
    if found.closed:
        subprocess.run([*REMOVE, *found.closed], check=False, capture_output=True)  # rm, of what we listed  # nosec B603
    new = [entry for entry in found.entries if entry.inode() not in before]
    if len(new) > most:
        for entry in new:
            with contextlib.suppress(OSError):
                _remove(entry)
    for entry in found.entries:
        with contextlib.suppress(OSError):
            _strip(entry)
    return len(new) > most


def _look(folder: Path, into_all: bool = False) -> Found:
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


def _remove(entry: "os.DirEntry[str]") -> None:
    path = Path(entry.path)
    path.rmdir() if entry.is_dir(follow_symlinks=False) else path.unlink()


def _strip(entry: "os.DirEntry[str]") -> None:
    """Take away the bits that let a program run as the owner of its file."""
    if entry.is_symlink():
        return
    path = Path(entry.path)
    mode = stat.S_IMODE(path.lstat().st_mode)
    if mode & SPECIAL:
        path.chmod(mode & ~SPECIAL)
