"""What becomes of a run that ended: the same whoever keeps the jobs."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
import structlog

from storage.jobs.away import is_away
from storage.jobs.burying import is_burial
from storage.jobs.port import Again, Crashed, GiveUp, Handler, Job
from storage.milliseconds import since
from storage.rules.words import clean

log = structlog.get_logger()

TRIES = 3
SUSPECT = 2  # crashes after which a job runs apart from others like it, so that the next one tells which it was
# What a person is told as “not saved”: the disk is full, the database away, locked, busy, or asked too much.
DATABASE_ERRORS = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.InternalError, sa.exc.TimeoutError)
SOON, LATER = 2.0, 15.0  # seconds until another look at a database that did not answer, at first and at last
MOST = 240  # looks, an hour's: while the database takes what others write, it is this job's own fault


@dataclass(frozen=True, slots=True)
class Later:
    """The verdict that a job is due again after `wait`. An uncounted try gives its number back, so that waiting never
    exhausts a job; `crashed` counts as a crash instead."""

    wait: timedelta
    counted: bool
    crashed: bool = False


class Judge:
    """The rule that tells when a run that failed is tried again.

    Args:
        tries: how many counted tries a job of a queue has; TRIES where it is not named.
    """

    def __init__(self, tries: Mapping[str, int] | None = None) -> None:
        self._tries = tries or {}
        self._away: Counter[int] = Counter()  # times in a row that the database was away, by job

    def check_poison(self, job: Job) -> None:
        """Check that a job may run once more, although its process ended while the job ran. What reports another that
        was given up only writes: it can't stop a process, and without it nobody would hear.

        Raises:
            GiveUp: the process ended each time that it was tried.
        """
        if job.crashes >= self._limit(job) and not is_burial(job):
            raise GiveUp("it stopped the process each time it was tried")

    async def run(self, job: Job, handler: Handler) -> None:
        """Run a job that may run once more.

        Raises:
            GiveUp: the process ended each time that it was tried.
            Exception: whatever its handler raises.
        """
        self.check_poison(job)
        began = time.monotonic()
        await handler(job)
        self.forget(job)
        log.debug("job", kind=job.kind, key=job.key, ms=since(began))

    def judge(self, job: Job, error: BaseException) -> Later | None:
        """Return when a run that raised `error` is tried again; None to give it up."""
        if isinstance(error, Crashed):
            return Later(timedelta(0), counted=False, crashed=True)
        if is_away(error) and self._away[job.id] < MOST:
            self._away[job.id] += 1
            return Later(timedelta(seconds=min(LATER, SOON * 1.2 ** (self._away[job.id] - 1))), counted=False)
        if not is_away(error):
            self.forget(job)
        if isinstance(error, Again) and not error.counted:
            return Later(timedelta(seconds=error.seconds), counted=False)
        if isinstance(error, GiveUp) or job.tries >= self._limit(job):
            return None
        wait = timedelta(seconds=error.seconds) if isinstance(error, Again) else backoff(job.tries)
        return Later(wait, counted=True)

    def forget(self, job: Job) -> None:
        """Count anew how often the database was away for a job: it ended, or failed for another reason."""
        self._away.pop(job.id, None)

    def _limit(self, job: Job) -> int:
        return self._tries.get(job.queue, TRIES)


def backoff(tries: int) -> timedelta:
    """Return the wait before the next try: 1, 4, 16, 64 … seconds, an hour at most."""
    return timedelta(seconds=min(3600.0, 4.0 ** (tries - 1)))


def reason(error: BaseException) -> str:
    """Return in a few words what went wrong, without a statement and its values: people read them."""
    return clean(str(error.orig if isinstance(error, sa.exc.DBAPIError) else error)) or type(error).__name__


def report(job: Job, error: BaseException, later: Later | None) -> str:
    """Log a run that failed, and return in a few words what went wrong. Waiting is no failure and is not logged."""
    why = reason(error)
    if later is None or later.counted:
        event = "job.failed" if later else "job.dead"
        log.warning(event, kind=job.kind, key=job.key, tries=job.tries, error=why, exc_info=error)
    return why
