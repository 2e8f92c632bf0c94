"""The end of a process that is not wanted any more, with all that it began."""

import contextlib
import os
import signal
from asyncio.subprocess import Process

PART = 1 << 20  # bytes


async def kill(process: Process) -> None:
    """End a process that leads its own group, with the whole group, and wait until it is gone.

    What it said and nobody wants is read to its end: asyncio takes a process as ended only then.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    while process.stdout is not None and await process.stdout.read(PART):
        pass
    await process.wait()
