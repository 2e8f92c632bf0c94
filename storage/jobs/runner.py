"""Runs embedded jobs as coroutines on the event loop, until it is told to stop."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

import sqlalchemy as sa
import structlog

from storage.jobs import embedded, taking
from storage.jobs.away import is_away
from storage.jobs.burying import with_burials
from storage.jobs.outcomes import Dead, Done, Outcome, Retry
from storage.jobs.port import Buried, Handler, Job
from storage.jobs.trying import Judge, report

T = TypeVar("T")
log = structlog.get_logger()

IDLE = 5.0  # seconds between looks when nothing is due: a clock that jumped is noticed
AGAIN = 1.0  # seconds until another look at a ledger that did not answer
LAST_WORDS = 3  # tries to write down what ended, when the process is to end


class Transact(Protocol):
    """A call that runs a function of a connection as one transaction on the writer's thread."""

    def __call__(self, work: Callable[[sa.Connection], T]) -> Awaitable[T]: ...


class Runner:
    """One process's worker. What became of a run stays here until it is committed.

    Args:
        queues: how many jobs of each queue run at a time.
        tries: after so many counted tries a job of a queue is given up.
    """

    def __init__(
        self,
        jobs: embedded.EmbeddedJobs,
        transact: Transact,
        clock: Callable[[], datetime],
        queues: Mapping[str, int],
        tries: Mapping[str, int] | None = None,
    ) -> None:
        self._transact, self._clock, self._queues, self._judge = transact, clock, queues, Judge(tries)
        self._running: dict[int, tuple[Job, asyncio.Task[None]]] = {}
        self._ended: list[Outcome] = []
        self._begun, self._looked = False, time.monotonic()
        self._seen: datetime | None = None  # the clock at the last look
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
        """The number of jobs that run now."""
        return len(self._running)

    @property
    def idle(self) -> float:
        """The seconds since the runner last looked for work and the ledger answered."""
        return time.monotonic() - self._looked

    async def run(self, handlers: Mapping[str, Handler], buried: Mapping[str, Buried]) -> None:
        """Work until `stop`; what a killed process left running is taken up first."""
        self._over.clear()
        try:
            await self._rounds(with_burials(handlers, buried))
        finally:
            self._over.set()

    async def _rounds(self, handlers: Mapping[str, Handler]) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                pause = await self._round(handlers)
            except Exception as error:  # whatever it was, the next round may do better: nothing else runs the jobs
                log.warning("jobs.round", error=str(getattr(error, "orig", error)))
                pause = AGAIN
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), pause)

    async def _round(self, handlers: Mapping[str, Handler]) -> float:
        ended, running = tuple(self._ended), tuple(self._running)  # of one moment: what ends meanwhile is written next
        turn = partial(self._turn, ended, running, handlers.keys(), self._room())
        try:
            claimed, due = await self._transact(turn)
        except Exception as error:
            if not is_away(error):
                await self._write_apart(ended)
            raise
        del self._ended[: len(ended)]
        self._begun, self._looked = True, time.monotonic()
        for job in claimed:
            task = asyncio.create_task(self._one(job, handlers[job.kind]), name=f"{job.kind}:{job.key}")
            self._running[job.id] = (job, task)
            task.add_done_callback(partial(self._forget, job.id))
        if due is None:
            return IDLE
        return min(IDLE, max(0.01, (due - self._clock()).total_seconds()))

    def _write(self, ended: Sequence[Outcome], tx: sa.Connection) -> None:
        taking.write(tx, ended, self._clock())

    async def _write_apart(self, ended: Sequence[Outcome]) -> None:
        """Write each ended run by itself, so that one that can't be written does not hold up the others; it is run
        again."""
        for outcome in ended:
            try:
                await self._transact(partial(self._write, [outcome]))
            except Exception as error:
                if is_away(error):
                    return
                log.warning("jobs.unwritten", ends=1, kind=outcome.job.kind, error=str(getattr(error, "orig", error)))
            self._ended.remove(outcome)

    def _turn(
        self,
        ended: Sequence[Outcome],
        running: Sequence[int],
        kinds: Collection[str],
        room: Mapping[str, int],
        tx: sa.Connection,
    ) -> tuple[list[Job], datetime | None]:
        """What ended is written, what is due comes, in one transaction. What finds no room waits for an end."""
        now = self._clock()
        if self._seen is None or now < self._seen:
            taking.set_back(tx, now)
        self._seen = now
        if not self._begun:
            self._begin(tx, kinds)
        taking.write(tx, ended, now)
        taking.give_back(tx, running)
        return taking.claim(tx, now, room, kinds, running), taking.next_due(tx, now)

    def _begin(self, tx: sa.Connection, kinds: Collection[str]) -> None:
        taking.restart(tx)
        if others := taking.unknown(tx, kinds):
            log.warning("jobs.unknown", kinds=sorted(others), note="they wait for a version of Sluice that knows them")

    def _room(self) -> dict[str, int]:
        room = dict(self._queues)
        for job, _ in self._running.values():
            room[job.queue] -= 1
        return room

    def _forget(self, which: int, _task: asyncio.Task[None]) -> None:
        self._running.pop(which, None)
        self._wake.set()

    async def _one(self, job: Job, handler: Handler) -> None:
        try:
            await self._judge.run(job, handler)
        except asyncio.CancelledError as cut:
            asked = asyncio.current_task()
            withdrawn = asked is not None and asked.cancelling()  # or cut off by a shutdown: it was no try
            self._ended.append(Retry(job=job, wait=timedelta(0)) if withdrawn else self._failed(job, cut))
        except Exception as error:  # the edge of all background work: whatever it was, it is kept and told
            self._ended.append(self._failed(job, error))
        else:
            self._ended.append(Done(job))

    def _failed(self, job: Job, error: BaseException) -> Outcome:
        later = self._judge.judge(job, error)
        why = report(job, error, later)
        if later is None:
            return Dead(job, why)
        return Retry(job=job, wait=later.wait, why=why, counted=later.counted, crashed=later.crashed)

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
        await self._write_last()

    async def _write_last(self) -> None:
        """Write down what ended; what can't be written is run again by the next process."""
        for _ in range(LAST_WORDS if self._ended else 0):
            try:
                await self._transact(partial(self._write, self._ended))
                return
            except Exception as error:
                log.warning("jobs.unwritten", ends=len(self._ended), error=str(getattr(error, "orig", error)))
