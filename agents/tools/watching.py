"""What runs in a sandbox is looked at, until it passes one of its limits."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from agents.tools import cgroup, processes
from agents.tools.amount import measure
from agents.tools.command_limits import Limits

HELD = dict[int, int]()  # bytes that each sandbox of this process took at the last look: the machine has one memory
LOOK = 0.1  # seconds between two looks at what it does


async def watch(folders: Sequence[Path], pid: int, limits: Limits, before: int | None) -> str:
    """Return which limit was passed, once one is.

    Processes are counted, since the kernel's own limit does not bind root's; so are their memory and their time, since
    it binds each of them alone. That holds also where a group of the kernel does.
    """
    groups = cgroup.groups()
    loop = asyncio.get_running_loop()
    end, looks = loop.time() + limits.seconds, 0
    while loop.time() < end:
        await asyncio.sleep(LOOK)
        looks += 1
        there = processes.begun_by(pid)
        if len(there) > limits.processes + 3:  # bubblewrap's own
            return f"It started more than {limits.processes} processes."
        HELD[pid] = await asyncio.to_thread(processes.held, there)
        if HELD[pid] > limits.memory or (groups is not None and groups.ran_out(pid)):
            return too_much_memory(limits)
        if sum(HELD.values()) > cgroup.ALL_MEMORY and HELD[pid] == max(HELD.values()):
            return f"All that runs now took more than {cgroup.ALL_MEMORY >> 20} MB of memory, and this the most."
        if processes.spent(there) > limits.processor:
            return f"It took more than {limits.processor:g} seconds of all processors together."
        if looks % 5 == 0:
            amounts = [await asyncio.to_thread(measure, folder) for folder in folders]
            if sum(amount.size for amount in amounts) > limits.disk:
                return f"It wrote more than {limits.disk >> 20} MB."
            many = sum(amount.count for amount in amounts)
            if before is not None and (many - before > limits.files or any(amount.deep for amount in amounts)):
                return f"It made more than {limits.files:,} files."
    return f"It took more than {limits.seconds:g} seconds."


def too_much_memory(limits: Limits) -> str:
    """Return in words that the limit of memory was passed."""
    return f"It took more than {limits.memory >> 20} MB of memory."
