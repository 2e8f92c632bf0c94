"""The end of a command in the sandbox, and of all that it started."""

import asyncio
import contextlib
import os
import signal
from asyncio.subprocess import Process
from typing import Any

from agents.tools import cgroup
from agents.tools.command_limits import Limits
from agents.tools.killing import kill
from agents.tools.sandbox_view import View
from agents.tools.watching import HELD, too_much_memory, watch


async def end(
    process: Process, reading: "asyncio.Task[Any]", view: View, limits: Limits, before: int | None = None
) -> str:
    """Wait until a command's output ends, or end it and all that it started; return the limit that it passed, or "".

    Args:
        reading: takes what it says; None where that was too much.
        before: how many files and folders were there; None where new ones are not counted.
    """
    folders = [mount.path for mount in view.mounts if mount.writable]
    watching = asyncio.create_task(watch(folders, process.pid, limits, before))
    groups = cgroup.groups()
    try:
        await asyncio.wait({reading, watching}, return_when=asyncio.FIRST_COMPLETED)
        out_of_memory = groups is not None and groups.ran_out(process.pid)
        return watching.result() if watching.done() else too_much_memory(limits) if out_of_memory else ""
    finally:
        too_much = reading.done() and reading.result() is None
        watching.cancel()
        if too_much:
            await kill(process)
        elif not reading.done():  # who reads it goes on to its end
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        await process.wait()
        HELD.pop(process.pid, None)
        if groups is not None:
            await asyncio.to_thread(groups.remove, process.pid)
