"""What follows an acknowledgement: short work that nothing depends on, since it dies with the process."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import structlog

from storage.ledger.core.writing import ASKED

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Background:
    """The tasks that run after an acknowledgement."""

    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def start(self, work: Coroutine[Any, Any, object]) -> None:
        """Start work that nobody waits for; its errors go to the log."""
        task = asyncio.get_running_loop().create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, within: float = 5.0) -> None:
        """Wait, for at most `within` seconds, for the work under way; then cancel the rest."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=within)
            for task in late:
                task.cancel()


async def _logged(work: Coroutine[Any, Any, object]) -> None:
    ASKED.set(None)  # nobody waits for an answer any more
    try:
        await work
    except Exception as error:  # the edge of work that nobody waits for
        log.warning("background.failed", error=str(error), exc_info=error)
