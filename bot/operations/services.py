"""What must run for as long as the process: its end by itself is told, so that no process stays and does nothing."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, NoReturn

import structlog

log = structlog.get_logger()


class ServiceEnded(Exception):
    """An error: something that must run has ended by itself; the message says what, and why."""


@dataclass(frozen=True, slots=True)
class Services:
    """The tasks that must run until the process ends."""

    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Start work that must run as long as the process; return its task."""
        task = asyncio.create_task(work, name=name)
        self._tasks.append(task)
        return task

    async def first_ended(self) -> NoReturn:
        """Wait for the first task that ends, which is an error.

        Raises:
            ServiceEnded: it has.
        """
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        task = next(iter(done))
        error = None if task.cancelled() else task.exception()
        log.error("service.ended", task=task.get_name(), exc_info=error)
        raise ServiceEnded(f"Sluice ends, since its {task.get_name()} ended: {error or 'nobody asked for it'}.")

    async def stop(self) -> None:
        """End the tasks that still run."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
