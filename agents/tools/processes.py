"""What processes take of the machine: which there are, their memory and their time, as the kernel tells it."""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path


def spent(pids: Sequence[str]) -> float:
    """Seconds of processors that processes took, with those that came from them and have ended."""
    ticks = 0
    for pid in pids:
        with contextlib.suppress(OSError, IndexError):  # it has ended
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def begun_by(pid: int) -> list[str]:
    """A process and all that came from it."""
    names, left = list[str](), [str(pid)]
    while left:
        each = left.pop()
        names.append(each)
        for thread in _threads(each):
            with contextlib.suppress(OSError):
                left += (thread / "children").read_text().split()
    return names


def _threads(pid: str) -> list[Path]:
    """Return the folders of a process's threads; none when it has ended meanwhile."""
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def held(pids: Sequence[str]) -> int:
    """Bytes of memory that processes hold: each its share of what it maps, and files in memory that nobody maps."""
    mapped, files, seen = 0, dict[int, int](), set[int]()
    for pid in pids:
        with contextlib.suppress(OSError, StopIteration):  # it has ended
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            mapped += int(next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))) << 10
            for file in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(file.readlink()).startswith("/memfd:"):
                        kept = file.stat()
                        files[kept.st_ino] = kept.st_blocks * 512
            if files:
                seen |= {int(line.split()[4]) for line in _maps(pid) if "/memfd:" in line}
    return mapped + sum(size for inode, size in files.items() if inode not in seen)


def _maps(pid: str) -> list[str]:
    return Path(f"/proc/{pid}/maps").read_text().splitlines()
