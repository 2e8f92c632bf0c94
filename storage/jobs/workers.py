"""procrastinate's workers in one process, and what they leave to us: a run is ended only by who still holds it, a
database that restarts is waited for, and what a dead process ran is brought back within seconds."""

import asyncio
import contextlib
import json
import logging
import os
import socket
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate import jobs as kept
from procrastinate.exceptions import ConnectorException
from procrastinate.job_context import JobContext
from procrastinate.manager import JobManager, NotificationCallback, get_channel_for_queues
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker
from psycopg import Error as DriverError

from storage.jobs.port import Again, Buried, Handler, Job
from storage.jobs.trying import DATABASE, Later, check_poison, report, verdict

T = TypeVar("T")
log = structlog.get_logger()

HEARTBEAT, STALLED = 0.5, 3.0  # seconds between signs of life, and without one
LOOK = 0.5  # seconds between looks for what has come due by the clock
PATIENCE = 0.5  # seconds between tries while the database does not answer

_HELD = "id = %(id)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s AND attempts = %(attempts)s"
_FINISH = f"SELECT procrastinate_finish_job_v1(id, %(status)s, %(gone)s) FROM procrastinate_jobs WHERE {_HELD}"
_RETRY = f"SELECT procrastinate_retry_job_v2(id, %(at)s, NULL, NULL, NULL) FROM procrastinate_jobs WHERE {_HELD}"
_OF_WORKERS: Any = "SELECT * FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = ANY(%(workers)s)"
_UNCOUNT = f"UPDATE procrastinate_jobs SET attempts = attempts - 1 WHERE {_HELD}"
_BEAT: Any = "SELECT count(procrastinate_update_heartbeat_v1(id)) AS n FROM procrastinate_workers WHERE id = %(id)s"


class _Manager(JobManager):
    """Waits for a database that restarts, and ends only the runs that are still held."""

    def __init__(self, connector: PsycopgConnector, stopping: asyncio.Event) -> None:
        super().__init__(connector)
        self._stopping = stopping
        self.uncounted: set[int] = set()
        self.held: set[int] = set()  # what this process was given and has not given back

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await call()
            except (ConnectorException, DriverError) as error:
                if self._stopping.is_set() or not _away(error):
                    raise
                log.warning("jobs.database", error=str(error.__cause__ or error))
                await asyncio.sleep(PATIENCE)

    async def _on_held(self, query: Any, job: kept.Job, **values: Any) -> None:
        held = {"id": job.id, "worker": job.worker_id, "attempts": job.attempts, **values}
        await self._patiently(lambda: self.connector.execute_query_async(query, **held))

    async def orphans(self, workers: Collection[int]) -> list[kept.Job]:
        """What the database says these workers run and they do not know: the answer that gave it to them was lost."""
        rows = await self.connector.execute_query_all_async(_OF_WORKERS, workers=list(workers))
        return [job for job in map(kept.Job.from_row, rows) if job.id not in self.held]

    async def finish_job(self, job: kept.Job, status: kept.Status, delete_job: bool) -> None:
        await self._on_held(_FINISH, job, status=status.value, gone=status is not kept.Status.FAILED)
        self.held.discard(job.id or 0)
        if job.lock is not None:  # who waits for the lock is told, like who waits for a job
            (channel,) = get_channel_for_queues([job.queue])
            note = json.dumps({"type": "job_inserted", "job_id": job.id})
            await self._patiently(
                lambda: self.connector.execute_query_async(
                    "SELECT pg_notify(%(channel)s, %(note)s)", channel=channel, note=note
                )
            )

    async def retry_job(self, job: kept.Job, retry_at: datetime | None = None, *_: Any, **__: Any) -> None:
        if job.id in self.uncounted:  # its number back first, while nobody else can take it
            await self._on_held(_UNCOUNT, job)
            self.uncounted.discard(job.id)
            job = job.evolve(attempts=job.attempts - 1)
        await self._on_held(_RETRY, job, at=retry_at or datetime.now(UTC))
        self.held.discard(job.id or 0)

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> kept.Job | None:
        job = await self._patiently(lambda: super(_Manager, self).fetch_job(queues, worker_id))
        if job is not None and job.id is not None:
            self.held.add(job.id)
        return job

    async def update_heartbeat(self, worker_id: int) -> None:
        """
        Raises:
            LookupError: others took this worker for dead; it has to begin anew.
        """
        found = await self._patiently(lambda: self.connector.execute_query_one_async(_BEAT, id=worker_id))
        if not found["n"]:
            raise LookupError("this worker was taken for dead")

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        await self._patiently(
            lambda: super(_Manager, self).listen_for_jobs(on_notification=on_notification, queues=queues)
        )


def _away(error: BaseException) -> bool:
    """Whether the database does not answer, and not that it refuses what it was asked."""
    cause = error if isinstance(error, DriverError) else error.__cause__
    return cause is None or isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)


class _Tries(BaseRetryStrategy):
    """Asks the same verdict as the embedded runner."""

    def __init__(self, workers: "Workers") -> None:
        self._workers = workers

    def get_retry_decision(self, *, exception: BaseException, job: kept.Job) -> RetryDecision | None:
        return self._workers.decision(exception, job)


class Workers:
    """One process's workers: one for each queue.

    Args:
        conninfo: libpq's address of the database.
        queues: how many jobs of each queue run at a time.
        tries: counted tries of a queue's jobs before they are given up.
    """

    def __init__(self, conninfo: str, queues: Mapping[str, int], tries: Mapping[str, int] | None = None) -> None:
        self._conninfo, self._queues, self._tries = conninfo, queues, tries or {}
        self._name = f"{socket.gethostname()}-{os.getpid()}"  # nobody else's
        self._workers: list[Worker] = []
        self._missed: dict[int, float] = {}
        self._stopping, self._within = asyncio.Event(), 25.0
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)  # what fails is told by us

    async def run(self, handlers: Mapping[str, Handler], buried: Buried) -> None:
        connector = PsycopgConnector(
            conninfo=self._conninfo, min_size=1, max_size=2 * len(self._queues) + 2, timeout=10
        )
        app = App(connector=connector)
        self._manager = app.job_manager = _Manager(connector, self._stopping)
        for kind, handler in handlers.items():
            perform = self._performer(handler, buried)
            app.task(name=kind, pass_context=True, retry=_Tries(self))(perform)
        async with app.open_async():
            reaping = asyncio.create_task(self._reap(), name="reaper")
            try:
                await asyncio.gather(*(self._serve(app, queue, most) for queue, most in self._queues.items()))
            finally:
                reaping.cancel()
                await asyncio.gather(reaping, return_exceptions=True)

    def _performer(self, handler: Handler, buried: Buried) -> Callable[..., Awaitable[None]]:
        async def perform(context: JobContext, team: str, key: str) -> None:
            job = _job(context.job)
            try:
                check_poison(job, self._tries)
                await handler(job)
            except Exception as error:  # the edge of all background work: whatever it was, it is kept and told
                later = self._verdict(job, error)
                why = report(job, error, later)
                if later is None:
                    await buried(job, why)
                raise

        return perform

    def decision(self, error: BaseException, of: kept.Job) -> RetryDecision | None:
        """procrastinate's form of the verdict; what a shutdown cut off is due again at once."""
        if isinstance(error, asyncio.CancelledError):
            return RetryDecision(retry_at=datetime.now(UTC)) if self._stopping.is_set() else None
        later = self._verdict(_job(of), error)
        if later is None:
            return None
        if not later.counted:
            assert of.id is not None
            self._manager.uncounted.add(of.id)
        return RetryDecision(retry_at=datetime.now(UTC) + later.wait)

    def _verdict(self, job: Job, error: BaseException) -> Later | None:
        lost = isinstance(error, DriverError | ConnectorException)  # an agent's steps are in this database, too
        return verdict(job, Again(DATABASE) if lost else error, self._tries)

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
            except (ConnectorException, DriverError, LookupError) as error:
                log.warning("jobs.worker", queue=queue, error=str(error))
                await asyncio.sleep(PATIENCE)
            finally:
                self._workers.remove(worker)

    async def _reap(self) -> None:
        """Bring back what dead workers ran. After the database was away, the living first get time for a sign."""
        while True:
            try:
                for job in [
                    *await self._manager.get_stalled_jobs(seconds_since_heartbeat=STALLED),
                    *await self._lost(),
                ]:
                    log.warning("jobs.reaped", kind=job.task_name, key=job.task_kwargs.get("key"))
                    await self._manager.retry_job(job)
                await asyncio.sleep(HEARTBEAT)
            except (ConnectorException, DriverError):
                await asyncio.sleep(STALLED)

    async def _lost(self) -> list[kept.Job]:
        """Orphans of this process that have been ones for a while, so that an answer under way has time to come."""
        now = time.monotonic()
        found = await self._manager.orphans([w.worker_id for w in self._workers if w.worker_id is not None])
        self._missed = {job.id or 0: self._missed.get(job.id or 0, now) for job in found}
        return [job for job in found if now - self._missed[job.id or 0] >= STALLED]

    async def stop(self, within: float = 25.0) -> None:
        self._within = within
        self._stopping.set()
        for worker in list(self._workers):
            worker.shutdown_graceful_timeout = within
            with contextlib.suppress(RuntimeError):
                worker.stop()


def _job(of: kept.Job) -> Job:
    assert of.id is not None
    team, key = str(of.task_kwargs["team"]), str(of.task_kwargs["key"])
    return Job(of.id, team, of.task_name, key, of.attempts + 1, of.lock, of.queue)
