"""procrastinate's bookkeeping: a run is ended only by who still holds it, a database that restarts is waited for, and a
job is taken only by a process that knows its kind."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import psycopg
import structlog
from procrastinate import PsycopgConnector
from procrastinate import jobs as kept
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.manager import JobManager, NotificationCallback, get_channel_for_queues
from procrastinate.types import JobToDefer, JSONDict
from psycopg import Error as DriverError

from storage.jobs.burying import burial, is_burial
from storage.jobs.news import News
from storage.jobs.port import Job
from storage.jobs.trying import SUSPECT

T = TypeVar("T")
log = structlog.get_logger()

PATIENCE = 0.5  # seconds between tries while the database does not answer
SAID_AGAIN = 30.0  # seconds after which it is said again that it does not

_FETCH: Any = """
    WITH candidate AS (
        SELECT jobs.id FROM procrastinate_jobs AS jobs
        WHERE jobs.status = 'todo' AND jobs.queue_name = %(queue)s AND jobs.task_name = ANY(%(kinds)s)
            AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            AND (coalesce((jobs.args->>'crashes')::int, 0) < %(suspect)s OR NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs AS others
                WHERE others.status = 'doing' AND (others.args->>'crashes')::int >= %(suspect)s))
            AND NOT EXISTS (
                SELECT 1 FROM procrastinate_jobs AS others
                WHERE jobs.lock IS NOT NULL AND others.lock = jobs.lock AND (others.status = 'doing' OR (
                    others.status = 'todo' AND others.task_name = ANY(%(kinds)s) AND others.id < jobs.id)))
        ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
        FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs AS taken SET status = 'doing', worker_id = %(worker)s
    FROM candidate WHERE taken.id = candidate.id RETURNING taken.*, EXISTS (
        SELECT 1 FROM procrastinate_jobs AS rest
        WHERE rest.status = 'todo' AND rest.queue_name = %(queue)s AND rest.task_name = ANY(%(kinds)s)
            AND (rest.scheduled_at IS NULL OR rest.scheduled_at <= now()) AND rest.id <> candidate.id) AS more
"""
_HELD = "id = %(id)s AND status = 'doing' AND worker_id IS NOT DISTINCT FROM %(worker)s AND attempts = %(attempts)s"
_FINISH = f"SELECT procrastinate_finish_job_v1(id, %(status)s, %(gone)s) FROM procrastinate_jobs WHERE {_HELD}"
_BURY = (
    f"WITH held AS (SELECT id FROM procrastinate_jobs WHERE {_HELD} FOR UPDATE) "
    "SELECT procrastinate_finish_job_v1(id, 'failed', false), "
    "procrastinate_defer_jobs_v1(%(jobs)s::procrastinate_job_to_defer_v1[]) FROM held"
)
_RETRY = (  # by the database's own clock
    "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = clock_timestamp() + %(wait)s, "
    f"attempts = attempts + %(counted)s, args = args - 'crashes' WHERE {_HELD}"
)
_BRING_BACK = (
    "UPDATE procrastinate_jobs SET status = 'todo', scheduled_at = clock_timestamp(), args = args || "
    "jsonb_build_object('crashes', coalesce((args->>'crashes')::int, 0) + %(crashed)s::int) "
    f"WHERE {_HELD}"
)
_OF_WORKERS: Any = "SELECT * FROM procrastinate_jobs WHERE status = 'doing' AND worker_id = ANY(%(workers)s)"
_WITHDRAW = f"DELETE FROM procrastinate_jobs WHERE {_HELD} AND abort_requested"
_BEAT: Any = "SELECT count(procrastinate_update_heartbeat_v1(id)) AS n FROM procrastinate_workers WHERE id = %(id)s"
_SET_BACK: Any = """
    WITH ahead AS (
        SELECT id, at FROM procrastinate_events
        WHERE at > now() + interval '1 second' AND type IN ('deferred', 'deferred_for_retry') FOR UPDATE SKIP LOCKED
    ), moved AS (
        UPDATE procrastinate_events AS events SET at = now() FROM ahead WHERE events.id = ahead.id
        RETURNING events.job_id, ahead.at AS was
    ), since AS (SELECT job_id, max(was) AS was FROM moved GROUP BY job_id)
    UPDATE procrastinate_jobs AS jobs SET scheduled_at = now() + (jobs.scheduled_at - since.was)
    FROM since WHERE jobs.id = since.job_id AND jobs.status = 'todo' AND jobs.scheduled_at > now()
"""
_ALIVE: Any = (
    "UPDATE procrastinate_workers SET last_heartbeat = now() WHERE last_heartbeat > now() + interval '1 second'"
)
_UNKNOWN: Any = (
    "SELECT DISTINCT task_name FROM procrastinate_jobs "
    "WHERE status = 'todo' AND queue_name = ANY(%(queues)s) AND task_name <> ALL(%(kinds)s)"
)


class Manager(JobManager):
    """The job manager of procrastinate, for a database that may restart meanwhile.

    Args:
        stopping: set when this process is to end: the database is not waited for any more.
        kinds: what this process knows; the rest is left for others.
    """

    def __init__(self, connector: PsycopgConnector, stopping: asyncio.Event, kinds: Collection[str]) -> None:
        super().__init__(connector)
        self._stopping, self._kinds = stopping, list(kinds)
        self._queues: dict[int, str] = {}  # of the workers, by their id
        self.uncounted: set[int] = set()
        self.crashed: set[int] = set()
        self.dead: dict[int, str] = {}  # why runs are given up, until it is written
        self.held: set[int] = set()  # what this process was given and has not given back
        self._news = News()
        self._told_away = -SAID_AGAIN
        self.looked: dict[str, float] = {}  # when the worker of a queue last gave a sign of life

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call to the database returns, once it answers. Where this process is to end, it is called twice
        at most: the first connection may have died."""
        tried = False
        while True:
            try:
                return await call()
            except (ConnectorException, DriverError) as error:
                if not _away(error) or (tried and self._stopping.is_set()):
                    raise
                tried = True
                self._tell_away(str(error.__cause__ or error))
                await asyncio.sleep(PATIENCE)

    def _tell_away(self, error: str) -> None:
        """Log that the database does not answer: once for all who ask, and again while it lasts."""
        if time.monotonic() - self._told_away > SAID_AGAIN:
            self._told_away = time.monotonic()
            log.warning("jobs.database", error=error.splitlines()[0], note="it is asked again until it answers")

    async def _on_held(self, query: Any, job: kept.Job, **values: Any) -> None:
        held = {"id": job.id, "worker": job.worker_id, "attempts": job.attempts, **values}
        await self._patiently(lambda: self.connector.execute_query_async(query, **held))

    async def orphans(self, workers: Collection[int]) -> list[kept.Job]:
        """Return the jobs that the database says these workers run, but that this process does not hold: the answer
        that gave the job to them was lost."""
        rows = await self.connector.execute_query_all_async(_OF_WORKERS, workers=list(workers))
        return [job for job in map(kept.Job.from_row, rows) if job.id not in self.held]

    async def finish_job(self, job: kept.Job, status: kept.Status, delete_job: bool) -> None:
        """End a run with its last status, and wake the workers that wait for its lock."""
        try:
            await self._end(job, status)
        finally:  # what could not be ended is run again, like what nobody runs
            self.held.discard(job.id or 0)
        if job.lock is not None:  # who waits for the lock is told, like who waits for a job
            (channel,) = get_channel_for_queues([job.queue])
            note = json.dumps({"type": "job_inserted", "job_id": job.id})
            await self._patiently(
                lambda: self.connector.execute_query_async(
                    "SELECT pg_notify(%(channel)s, %(note)s)", channel=channel, note=note
                )
            )

    async def _end(self, job: kept.Job, status: kept.Status) -> None:
        if status is not kept.Status.FAILED:
            await self._on_held(_FINISH, job, status=status.value, gone=True)
            return
        ended, why = job_of(job), self.dead.pop(job.id or 0, "it failed")
        if is_burial(ended):
            await self._on_held(_FINISH, job, status=status.value, gone=False)
        else:
            await self._on_held(_BURY, job, jobs=[_to_defer(ended, why)])

    async def retry_job(self, job: kept.Job, retry_at: datetime | None = None, *_: Any, **__: Any) -> None:
        """Make a job due again at `retry_at`; at once when it is None."""
        try:
            wait = (retry_at - datetime.now(UTC)) if retry_at else timedelta(0)
            await self._retry(job, max(timedelta(0), wait))
        finally:
            self.held.discard(job.id or 0)

    async def _retry(self, job: kept.Job, wait: timedelta) -> None:
        if job.id in self.crashed:
            self.crashed.discard(job.id)
            await self.bring_back(job, crashed=True)
        else:
            await self._on_held(_WITHDRAW, job)
            await self._on_held(_RETRY, job, wait=wait, counted=0 if job.id in self.uncounted else 1)
            self.uncounted.discard(job.id or 0)

    async def bring_back(self, job: kept.Job, crashed: bool) -> None:
        """Make a job due again that counts as running and does not run.

        Args:
            crashed: its process has ended, and it may be the reason.
        """
        await self._on_held(_WITHDRAW, job)
        await self._on_held(_BRING_BACK, job, crashed=int(crashed))

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> kept.Job | None:
        """Take the first due job of a queue that this process knows; None when there is none. What the
        worker is told while it looks it forgets, so the look is repeated."""
        (queue,) = queues or ()
        while not self._news.is_empty(queue):
            self._news.begin(queue)
            job, more = await self._look(queue, worker_id)
            self._queues[worker_id] = queue
            self._sign(worker_id)
            if job is not None and not more:
                self._news.emptied(queue)
            if job is not None or self._stopping.is_set() or not self._news.told(queue):
                return job
        return None

    async def _look(self, queue: str, worker_id: int) -> tuple[kept.Job | None, bool]:
        """Return the job that was taken, if any, and whether there may be more."""
        which = {"queue": queue, "kinds": self._kinds, "worker": worker_id, "suspect": SUSPECT}
        try:
            rows = await self._patiently(lambda: self.connector.execute_query_all_async(_FETCH, **which))
        except UniqueViolation:  # another process took one of the same lock at the same moment
            rows = []
        for row in rows:
            job = kept.Job.from_row(row)
            self.held.add(row["id"])
            return job, row["more"]
        return None, False

    def _sign(self, worker_id: int) -> None:
        if worker_id in self._queues:
            self.looked[self._queues[worker_id]] = time.monotonic()

    async def update_heartbeat(self, worker_id: int) -> None:
        """Tell the database that a worker is alive.

        Raises:
            LookupError: others took this worker for dead; it has to begin anew.
        """
        beat = await self._patiently(lambda: self.connector.execute_query_one_async(_BEAT, id=worker_id))
        if not beat["n"]:
            raise LookupError("this worker was taken for dead")
        self._sign(worker_id)

    async def set_back(self) -> None:
        """Correct jobs that wait by a database clock that was ahead: each waits from now on, as long as planned."""
        await self.connector.execute_query_async(_SET_BACK)
        await self.connector.execute_query_async(_ALIVE)

    async def tell_unknown(self, queues: Collection[str]) -> None:
        """Log the kinds of waiting jobs that this process does not know and leaves for others."""
        which = {"queues": list(queues), "kinds": self._kinds}
        rows = await self._patiently(lambda: self.connector.execute_query_all_async(_UNKNOWN, **which))
        if rows:
            others = sorted(row["task_name"] for row in rows)
            log.warning("jobs.unknown", kinds=others, note="they wait for a version of Sluice that knows them")

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Listen for new jobs, and wait for a database that restarts."""
        (queue,) = queues or ()

        async def hear(*, channel: str, notification: kept.Notification) -> None:
            self._news.tell(queue)
            await on_notification(channel=channel, notification=notification)

        await self._patiently(lambda: super(Manager, self).listen_for_jobs(on_notification=hear, queues=[queue]))


def _away(error: BaseException) -> bool:
    """Whether the database does not answer, and not that it refuses what it was asked."""
    cause = error if isinstance(error, DriverError) else error.__cause__
    return cause is None or isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError)


def job_of(kept_job: kept.Job) -> Job:
    """Return our form of one of procrastinate's jobs."""
    assert kept_job.id is not None
    team, key = str(kept_job.task_kwargs["team"]), str(kept_job.task_kwargs["key"])
    crashes = int(str(kept_job.task_kwargs.get("crashes", 0)))
    return Job(
        id=kept_job.id,
        team=team,
        kind=kept_job.task_name,
        key=key,
        tries=kept_job.attempts + 1,
        lock=kept_job.lock,
        queue=kept_job.queue,
        crashes=crashes,
    )


def _to_defer(ended: Job, why: str) -> JobToDefer:
    told = burial(ended, why, datetime.now(UTC))
    args: JSONDict = {"team": told.team, "key": told.key}
    return JobToDefer(
        queue_name=told.queue,
        task_name=told.kind,
        priority=-told.priority,
        lock=None,
        queueing_lock=None,
        args=args,
        scheduled_at=None,
    )
