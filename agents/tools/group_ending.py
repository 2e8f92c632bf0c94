"""The end of a group of the kernel, with all that runs in it."""

import contextlib
import os
import signal
import time
from pathlib import Path

NAME = "sluice-"
GONE, LOOK = 2.0, 0.05  # seconds until a group that was ended is empty, at most, and between two looks


def tidy(parent: Path, proc: Path) -> None:
    """Take away what a bot that has ended left."""
    for left in parent.glob(f"{NAME}all-*"):
        if not (proc / left.name.removeprefix(f"{NAME}all-")).exists():
            for each in left.glob(f"{NAME}*"):
                remove_group(each)
            with contextlib.suppress(OSError):
                left.rmdir()


def remove_group(group: Path) -> None:
    """End what is left in a group, and take it away."""
    until = time.monotonic() + GONE
    while group.exists() and time.monotonic() < until:
        with contextlib.suppress(OSError):
            _end(group)
        with contextlib.suppress(OSError):
            group.rmdir()
            return
        time.sleep(LOOK)


def _end(group: Path) -> None:
    for pid in (group / "cgroup.procs").read_text().split():
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGKILL)
