"""procrastinate's workers in one process: begun anew whatever ends them, and what a dead process ran is brought back
within seconds."""

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate import jobs as kept
from procrastinate.job_context import JobContext
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker

from storage.jobs.burying import with_burials
from storage.jobs.connections import commit_each, pool
from storage.jobs.manager import PATIENCE, Manager, job_of
from storage.jobs.port import Buried, Handler
from storage.jobs.trying import Judge, Later, report

log = structlog.get_logger()

HEARTBEAT, STALLED = 0.5, 3.0  # seconds between signs of life, and without one
CLOCK = 5.0  # seconds between looks whether the database's clock was set back
LOOK = 0.5  # seconds between looks for what has come due by the clock


class _Tries(BaseRetryStrategy):
    """Asks the same verdict as the embedded runner."""

    def __init__(self, workers: "Workers") -> None:
        self._workers = workers

    def get_retry_decision(self, *, exception: BaseException, job: kept.Job) -> RetryDecision | None:
        """Return when procrastinate tries a failed job again; None to give it up."""
        return self._workers.decision(exception, job)


class Workers:
    """One process's workers: one for each queue.

    Args:
        conninfo: libpq's address of the database.
        queues: how many jobs of each queue run at a time.
        tries: counted tries of a queue's jobs before they are given up.
    """

    _manager: Manager

    def __init__(self, conninfo: str, queues: Mapping[str, int], tries: Mapping[str, int] | None = None) -> None:
        self._conninfo, self._queues, self._judge = conninfo, queues, Judge(tries)
        self._name = f"{socket.gethostname()}-{os.getpid()}"  # nobody else's
        self._workers: list[Worker] = []
        self._later: dict[int, Later | None] = {}  # what was judged of a run, until procrastinate asks
        self._missed: dict[int, float] = {}
        self._stopping, self._within, self._began = asyncio.Event(), 25.0, time.monotonic()
        self._over = asyncio.Event()
        self._over.set()
        self._looked: Mapping[str, float] = {}
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what fails is told by us

    @property
    def idle(self) -> float:
        """The seconds since the worker that is silent longest gave a sign of life."""
        return time.monotonic() - min(self._looked.get(queue, self._began) for queue in self._queues)

    async def run(self, handlers: Mapping[str, Handler], buried: Mapping[str, Buried]) -> None:
        """Work until `stop`, with one worker for each queue; what a dead process ran is brought back."""
        self._over.clear()
        try:
            await self._run(handlers, buried)
        finally:
            self._over.set()

    async def _run(self, handlers: Mapping[str, Handler], buried: Mapping[str, Buried]) -> None:
        most = 2 * len(self._queues) + 2
        connector = PsycopgConnector(
            conninfo=self._conninfo, min_size=1, max_size=most, timeout=10, configure=commit_each, pool_factory=pool
        )
        app, known = App(connector=connector), with_burials(handlers, buried)
        self._manager = app.job_manager = Manager(connector, self._stopping, known.keys())
        self._looked = self._manager.looked
        for kind, handler in known.items():
            app.task(name=kind, pass_context=True, retry=_Tries(self))(self._performer(handler))
        async with app.open_async():
            await self._manager.tell_unknown(self._queues)
            reaping = asyncio.create_task(self._reap(), name="reaper")
            try:
                await asyncio.gather(*(self._serve(app, queue, most) for queue, most in self._queues.items()))
            finally:
                reaping.cancel()
                await asyncio.gather(reaping, return_exceptions=True)

    def _performer(self, handler: Handler) -> Callable[..., Awaitable[None]]:
        async def perform(context: JobContext, team: str, key: str, crashes: int = 0) -> None:
            job = job_of(context.job)
            try:
                await self._judge.run(job, handler)
            except Exception as error:  # the edge of all background work: whatever it was, it is kept and told
                later = self._later[job.id] = self._judge.judge(job, error)
                why = report(job, error, later)
                if later is None:
                    self._manager.dead[job.id] = why
                raise

        return perform

    def decision(self, error: BaseException, kept_job: kept.Job) -> RetryDecision | None:
        """Return when procrastinate tries a job again; None to give it up. A run that was cut off is due again at once,
        unless it was withdrawn."""
        assert kept_job.id is not None
        asked = asyncio.current_task()
        cut = isinstance(error, asyncio.CancelledError) and asked is not None and asked.cancelling() > 0
        later = Later(timedelta(0), counted=False) if cut else self._judged(kept_job, error)
        if later is None:
            return None
        if later.crashed:
            self._manager.crashed.add(kept_job.id)
        elif not later.counted:
            self._manager.uncounted.add(kept_job.id)
        return RetryDecision(retry_at=datetime.now(UTC) + later.wait)

    def _judged(self, kept_job: kept.Job, error: BaseException) -> Later | None:
        job = job_of(kept_job)
        return self._later.pop(job.id) if job.id in self._later else self._judge.judge(job, error)

    async def _serve(self, app: App, queue: str, most: int) -> None:
        """A worker of one queue, begun anew whenever it ends by itself."""
        while not self._stopping.is_set():
            worker = Worker(
                app,
                queues=[queue],
                name=f"{self._name}-{queue}",
                concurrency=most,
                fetch_job_polling_interval=LOOK,
                abort_job_polling_interval=LOOK,
                shutdown_graceful_timeout=self._within,
                install_signal_handlers=False,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED,
            )
            self._workers.append(worker)
            try:
                await worker.run()
            except Exception as error:  # whatever ended it, the next one may do better: nothing else runs these jobs
                log.warning("jobs.worker", queue=queue, error=str(error))
                await asyncio.sleep(PATIENCE)
            finally:
                self._workers.remove(worker)

    async def _reap(self) -> None:
        """Bring back what dead workers ran. After the database was away, the living first get time for a sign."""
        looked = 0.0
        while True:
            try:
                if time.monotonic() - looked > CLOCK:
                    await self._manager.set_back()
                    looked = time.monotonic()
                for job in await self._manager.get_stalled_jobs(seconds_since_heartbeat=STALLED):
                    await self._bring_back(job, crashed=True)
                for job in await self._lost():
                    await self._bring_back(job, crashed=False)
                await asyncio.sleep(HEARTBEAT)
            except Exception as error:  # the next look may do better
                log.warning("jobs.reaper", error=str(error))
                await asyncio.sleep(STALLED)

    async def _bring_back(self, job: kept.Job, crashed: bool) -> None:
        log.warning("jobs.reaped", kind=job.task_name, key=job.task_kwargs.get("key"))
        await self._manager.bring_back(job, crashed)

    async def _lost(self) -> list[kept.Job]:
        """Orphans of this process that have been ones for a while, so that an answer under way has time to come."""
        now = time.monotonic()
        jobs = await self._manager.orphans([w.worker_id for w in self._workers if w.worker_id is not None])
        self._missed = {job.id or 0: self._missed.get(job.id or 0, now) for job in jobs}
        return [job for job in jobs if now - self._missed[job.id or 0] >= STALLED]

    async def stop(self, within: float = 25.0) -> None:
        """Take nothing more, let running jobs come to their end for `within` seconds, then cancel the rest."""
        self._within = within
        self._stopping.set()
        for worker in list(self._workers):
            worker.shutdown_graceful_timeout = within
            with contextlib.suppress(RuntimeError):
                worker.stop()
        await self._over.wait()  # who stops us closes next what the last runs need to write down how they ended
