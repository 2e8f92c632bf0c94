"""What a run in the sandbox leaves behind in its folder: not too many files, and no program that runs as its owner."""

import contextlib
import os
import stat
import subprocess
from pathlib import Path

from agents import processors
from agents.tools.entries import look

SPECIAL = stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX
REMOVE = ("/usr/bin/env", "-i", "rm", "-rf", "--")


def known(folder: Path) -> frozenset[int]:
    """Return the inodes of everything below a folder, as it is before a run."""
    return frozenset(entry.inode() for entry in look(folder).entries)


def tidy(folder: Path, before: frozenset[int], most: int) -> bool:
    """Clear what a run left: take off setuid bits and the like, and remove folders that cannot be looked at.
    Of too many new entries, remove all.

    Args:
        before: what was there before the run.

    Returns:
        Whether there were more than `most` new ones.
    """
    found = look(folder, into_all=True)
    if found.closed:
        with processors.own().spread():
            subprocess.run([*REMOVE, *found.closed], check=False, capture_output=True)  # rm, of ours  # nosec B603
    new = [entry for entry in found.entries if entry.inode() not in before]
    if len(new) > most:
        for entry in new:
            with contextlib.suppress(OSError):
                _remove(entry)
    for entry in found.entries:
        with contextlib.suppress(OSError):
            _strip(entry)
    return len(new) > most


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
