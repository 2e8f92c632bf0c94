"""What becomes of a run that ended: the same whoever keeps the jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
import structlog

from storage.jobs.port import Again, GiveUp, Job

log = structlog.get_logger()

TRIES = 3
# The disk is full, the database away, locked or busy: no fault of what was asked of it.
DATABASE_ERRORS = (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
DATABASE = 2.0  # seconds until another look at a database that did not answer


@dataclass(frozen=True, slots=True)
class Later:
    """Due again after `wait`; an uncounted try gives its number back, so that waiting never exhausts a job."""

    wait: timedelta
    counted: bool


def verdict(job: Job, error: BaseException, tries: Mapping[str, int]) -> Later | None:
    """When a run that raised `error` is tried again; None to give it up.

    Args:
        tries: how many counted tries a job of a queue has; TRIES where it is not named.
    """
    if isinstance(error, Again) and not error.counted:
        return Later(timedelta(seconds=error.seconds), counted=False)
    if isinstance(error, DATABASE_ERRORS):
        return Later(timedelta(seconds=DATABASE), counted=False)
    if isinstance(error, GiveUp) or job.tries >= limit(job, tries):
        return None
    wait = timedelta(seconds=error.seconds) if isinstance(error, Again) else backoff(job.tries)
    return Later(wait, counted=True)


def limit(job: Job, tries: Mapping[str, int]) -> int:
    return tries.get(job.queue, TRIES)


def check_poison(job: Job, tries: Mapping[str, int]) -> None:
    """
    Raises:
        GiveUp: the process ended each time that it was tried.
    """
    if job.tries > limit(job, tries):
        raise GiveUp("it stopped the process each time it was tried")


def backoff(tries: int) -> timedelta:
    """1, 4, 16, 64 … seconds, an hour at most."""
    return timedelta(seconds=min(3600.0, 4.0 ** (tries - 1)))


def report(job: Job, error: BaseException, later: Later | None) -> str:
    """The log's line of a run that failed; what went wrong in a few words. Waiting is no failure."""
    why = str(error) or type(error).__name__
    if later is None or later.counted:
        event = "job.failed" if later else "job.dead"
        log.warning(event, kind=job.kind, key=job.key, tries=job.tries, error=why, exc_info=error)
    return why
