"""The folder of Sluice's data: what people wrote is in it, so it is its owner's alone."""

import contextlib
import os
from pathlib import Path

OTHERS = 0o077  # what the group and everybody may do


def keep_private() -> None:
    """Make all files that this process and its children create private to their owner."""
    os.umask(OTHERS)


def own(home: Path) -> Path:
    """Return the data folder, made where it is missing, and closed to other users like the ledger in it.

    Raises:
        OSError: it can't be made.
    """
    home.mkdir(parents=True, exist_ok=True)
    for path in (home, *home.glob("*.db*")):
        with contextlib.suppress(OSError):  # it belongs to somebody else: the doctor says so
            path.chmod(path.stat().st_mode & ~OTHERS)
    return home


def open_to_others(home: Path) -> bool:
    """Tell whether others than its owner may do anything with the folder, and so with what lies in it."""
    return home.is_dir() and bool(home.stat().st_mode & OTHERS)
