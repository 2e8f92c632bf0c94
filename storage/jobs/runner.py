"""Runs embedded jobs as coroutines on the event loop, until it is told to stop."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

import sqlalchemy as sa
import structlog

from storage.jobs import embedded
from storage.jobs.port import Buried, Handler, Job
from storage.jobs.trying import check_poison, report, verdict

T = TypeVar("T")
log = structlog.get_logger()

IDLE = 5.0  # seconds between looks when nothing is due: a clock that jumped is noticed


class Transact(Protocol):
    """Runs a function of a connection as one transaction on the writer's thread."""

    def __call__(self, work: Callable[[sa.Connection], T]) -> Awaitable[T]: ...


class Runner:
    """One process's worker.

    Args:
        queues: how many jobs of each queue run at a time.
        tries: after so many counted tries a job of a queue is dead and `buried` is told.
    """

    def __init__(
        self,
        jobs: embedded.EmbeddedJobs,
        transact: Transact,
        clock: Callable[[], datetime],
        queues: Mapping[str, int],
        tries: Mapping[str, int] | None = None,
    ) -> None:
        self._transact, self._clock, self._queues, self._tries = transact, clock, queues, tries or {}
        self._running: dict[int, tuple[Job, asyncio.Task[None]]] = {}
        self._done: list[int] = []
        self._wake, self._over, self._stopping = asyncio.Event(), asyncio.Event(), False
        self._over.set()
        self._loop = asyncio.get_running_loop()
        jobs.listen(self._nudge, self._stop_one)

    def _nudge(self) -> None:
        self._soon(self._wake.set)

    def _soon(self, call: Callable[[], object]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the next process will look
            self._loop.call_soon_threadsafe(call)

    def _stop_one(self, team: str, kind: str, key: str) -> None:
        self._soon(lambda: self._cancel(team, kind, key))

    def _cancel(self, team: str, kind: str, key: str) -> None:
        for job, task in self._running.values():
            if (job.team, job.kind, job.key) == (team, kind, key):
                task.cancel()

    @property
    def running(self) -> int:
        return len(self._running)

    async def run(self, handlers: Mapping[str, Handler], buried: Buried) -> None:
        """Work until `stop`; what a killed process left running is taken up first."""
        await self._transact(embedded.restart)
        self._over.clear()
        try:
            await self._rounds(handlers, buried)
        finally:
            self._over.set()

    async def _rounds(self, handlers: Mapping[str, Handler], buried: Buried) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                pause = await self._round(handlers, buried)
            except sa.exc.OperationalError as error:
                log.warning("jobs.database", error=str(error.orig))
                pause = 1.0
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause)

    async def _round(self, handlers: Mapping[str, Handler], buried: Buried) -> float:
        done, self._done = self._done, []
        try:
            claimed, due = await self._transact(partial(self._turn, done, self._room()))
        except sa.exc.OperationalError:
            self._done += done
            raise
        for job in claimed:
            task = asyncio.create_task(self._one(job, handlers[job.kind], buried), name=f"{job.kind}:{job.key}")
            self._running[job.id] = (job, task)
            task.add_done_callback(partial(self._ended, job.id))
        if due is None:
            return IDLE
        return min(IDLE, max(0.01, (due - self._clock()).total_seconds()))

    def _turn(
        self, done: Sequence[int], room: Mapping[str, int], tx: sa.Connection
    ) -> tuple[list[Job], datetime | None]:
        """What ended goes, what is due comes, in one transaction. What is due and finds no room waits for an end."""
        now = self._clock()
        embedded.finish(tx, done)
        return embedded.claim(tx, now, room), embedded.next_due(tx, now)

    def _room(self) -> dict[str, int]:
        room = dict(self._queues)
        for job, _ in self._running.values():
            room[job.queue] -= 1
        return room

    def _ended(self, which: int, _task: asyncio.Task[None]) -> None:
        self._running.pop(which, None)
        self._wake.set()

    async def _one(self, job: Job, handler: Handler, buried: Buried) -> None:
        try:
            check_poison(job, self._tries)
            await handler(job)
        except asyncio.CancelledError:
            return  # withdrawn (its row is gone) or shut down (its row is due again at the next start)
        except Exception as error:  # the edge of all background work: whatever it was, it is kept and told
            await self._failed(job, error, buried)
        else:
            self._done.append(job.id)

    async def _failed(self, job: Job, error: Exception, buried: Buried) -> None:
        later = verdict(job, error, self._tries)
        why = report(job, error, later)
        if later is None:
            await buried(job, why)
            await self._transact(lambda tx: embedded.dead(tx, job.id, why))
            return
        due = self._clock() + later.wait
        await self._transact(lambda tx: embedded.again(tx, job.id, due, why, later.counted))

    async def stop(self, within: float = 25.0) -> None:
        """Take nothing more, let what runs come to its end for `within` seconds, then cancel the rest."""
        self._stopping = True
        self._wake.set()
        await self._over.wait()  # the round under way may start more
        tasks = [task for _, task in self._running.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=within)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._transact(lambda tx: embedded.finish(tx, self._done))
