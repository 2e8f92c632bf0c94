"""How a process ends: in order at the first signal, at once at the second, and never later than promised."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")

GRACE = 20.0  # seconds that `sluice run` has to come to its end


class Ending:
    """The listener for SIGINT and SIGTERM; it hears them also while the event loop is busy.

    What is written is safe at every instant: a process may be ended in the middle of its work.

    Args:
        within: seconds from the first signal to the end, whatever still runs.
        last: what is still to be done where there is no time for order.
        status: what an end says that had no time for order.
    """

    def __init__(self, within: float = GRACE, last: Callable[[], object] = lambda: None, status: int = 0) -> None:
        self._within, self._last, self._status = within, last, status
        self._told, self._loop, self._asked = asyncio.Event(), asyncio.get_running_loop(), False
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._hear)

    async def told(self) -> None:
        """Wait for the first signal to end."""
        await self._told.wait()

    async def unless_told(self, work: Coroutine[Any, Any, T]) -> T | None:
        """Do the work and return its result; at a signal, cancel it and return None."""
        working, told = asyncio.create_task(work), asyncio.create_task(self.told())
        await asyncio.wait((working, told), return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        if working.done():
            return working.result()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working
        return None

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self._asked:
            self._end(128 + number)
        self._asked = True  # before the words: the second signal may come while they are written
        os.write(2, b"Stopping. The same again ends it at once.\n")
        self._loop.call_soon_threadsafe(self._told.set)
        late = threading.Timer(self._within, self._end, (self._status,))
        late.daemon = True
        late.start()

    def _end(self, status: int) -> None:
        self._last()
        os._exit(status)
