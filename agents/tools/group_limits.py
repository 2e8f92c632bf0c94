"""The most that a group of the kernel may take, and how the kernel is told."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

CORES = 0.75  # of the machine's, for one and for all of them; one at least
PERIOD = 100_000  # microseconds
OWN_PROCESSES = 3  # bubblewrap's


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """The most that a group may take.

    Attributes:
        memory: bytes.
        cores: processors' time in each moment.
    """

    memory: int
    processes: int
    cores: float = field(default_factory=lambda: max(1.0, (os.cpu_count() or 1) * CORES))


def limit_files(version: int, kind: str, most: Most) -> Iterator[tuple[str, str]]:
    """Yield (file, value) for one kind of limit, as the kernel reads them."""
    quota = str(int(most.cores * PERIOD))
    match version, kind:
        case 2, "memory":
            yield from (("memory.max", str(most.memory)), ("memory.oom.group", "1"))
        case 2, "cpu":
            yield "cpu.max", f"{quota} {PERIOD}"
        case _, "pids":
            yield "pids.max", str(most.processes + OWN_PROCESSES)
        case _, "memory":
            yield "memory.limit_in_bytes", str(most.memory)
        case _:
            yield "cpu.cfs_quota_us", quota
