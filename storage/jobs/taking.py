"""A turn of the embedded jobs: what is due is taken, what ended is written, what nobody runs is given back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.columns import micros
from storage.jobs.burying import burial, is_burial
from storage.jobs.embedded import PUT_ROW, row_of
from storage.jobs.outcomes import Dead, Done, Outcome, Retry
from storage.jobs.port import Job
from storage.jobs.trying import SUSPECT
from storage.prepared import Statement, one_of
from storage.tables import job

_RUNNING = job.c.state == "running"


@Statement
def _due(queue: str, now: datetime, kinds: Collection[str], running: Collection[int], places: int) -> sa.Select[Any]:
    """The jobs that may run, by priority: only the oldest of each lock, and one at a time of those that may have ended
    the process."""
    older, suspect = job.alias(), job.alias()
    first = sa.select(sa.func.min(suspect.c.id)).where(
        suspect.c.state == "due", suspect.c.due <= now, suspect.c.crashes >= SUSPECT, one_of(suspect.c.kind, kinds)
    )
    alone = ~sa.exists().where(suspect.c.state == "running", suspect.c.crashes >= SUSPECT)
    innocent = sa.or_(job.c.crashes < SUSPECT, sa.and_(job.c.id == first.scalar_subquery(), alone))
    locked = sa.exists().where(
        older.c.lock == job.c.lock, older.c.id < job.c.id, older.c.state != "dead", one_of(older.c.kind, kinds)
    )
    known = job.c.state == "due", job.c.queue == queue, job.c.due <= now, one_of(job.c.kind, kinds)
    query = sa.select(job).where(*known, ~one_of(job.c.id, running), innocent, ~locked)
    return query.order_by(job.c.priority, job.c.due, job.c.id).limit(places)


@Statement
def _queues(now: datetime) -> sa.Select[Any]:
    return sa.select(job.c.queue).distinct().where(job.c.state == "due", job.c.due <= now)


@Statement
def _next(now: datetime) -> sa.Select[Any]:
    return sa.select(sa.func.min(job.c.due).label("due")).where(job.c.state == "due", job.c.due > now)


@Statement
def _take(ids: Collection[int]) -> sa.Update:
    return sa.update(job).where(one_of(job.c.id, ids)).values(state="running", tries=job.c.tries + 1)


@Statement
def _finish(ids: Collection[int]) -> sa.Delete:
    return sa.delete(job).where(one_of(job.c.id, ids), _RUNNING)


@Statement
def _lose(running: Collection[int]) -> sa.Update:
    lost = sa.update(job).where(_RUNNING, ~one_of(job.c.id, running))
    return lost.values(state="due", tries=job.c.tries - 1)


def restart(tx: sa.Connection) -> None:
    """Make the jobs due again that ran when the process ended. The run is no try; one of them may have ended the
    process, so a crash is counted."""
    tx.execute(sa.update(job).where(_RUNNING).values(state="due", tries=job.c.tries - 1, crashes=job.c.crashes + 1))


def claim(
    tx: sa.Connection, now: datetime, room: Mapping[str, int], kinds: Collection[str], running: Collection[int] = ()
) -> list[Job]:
    """Take the jobs that are due, by priority and in order: at most `room` of each queue, only the oldest of each lock,
    and one at a time of those that may have ended the process.

    Args:
        kinds: what this process knows; the rest is left, and keeps no lock.
        running: what runs here. The number of a row that was withdrawn may be another row's by now.
    """
    taken: list[Job] = []
    free = {queue for queue, places in room.items() if places > 0}
    if len(free) > 1:
        free &= {row.queue for row in _queues.all(tx, now)}
    for queue, places in room.items():
        if queue in free:
            due = _due.all(tx, queue=queue, now=now, kinds=kinds, running=running, places=places)
            taken += map(_job, due)
    if taken:
        _take.run(tx, [taken_job.id for taken_job in taken])
    return taken


def _job(row: Any) -> Job:
    return Job(
        id=row.id,
        team=row.team,
        kind=row.kind,
        key=row.key,
        tries=row.tries + 1,
        lock=row.lock,
        queue=row.queue,
        crashes=row.crashes,
    )


def next_due(tx: sa.Connection, now: datetime) -> datetime | None:
    """Return the next instant after `now` at which a job is due; None when there is none."""
    due: datetime | None = _next.first(tx, now).due
    return due


def set_back(tx: sa.Connection, now: datetime) -> None:
    """Correct jobs that were made while the clock was ahead: each waits from now on, as long as planned."""
    since, due = sa.type_coerce(job.c.made_at, sa.BigInteger), sa.type_coerce(job.c.due, sa.BigInteger)
    ahead = sa.update(job).where(job.c.state == "due", job.c.made_at > now)
    tx.execute(ahead.values(due=due - since + micros(now), made_at=now))


def give_back(tx: sa.Connection, running: Collection[int]) -> None:
    """Make jobs due again that count as running and do not run: the answer to the commit that took them was lost."""
    _lose.run(tx, running)


def write(tx: sa.Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write the outcomes of runs; jobs that were withdrawn meanwhile are left alone."""
    done = [outcome.job.id for outcome in outcomes if isinstance(outcome, Done)]
    if done:
        _finish.run(tx, done)
    for outcome in outcomes:
        if isinstance(outcome, Retry):
            _again(tx, outcome, now)
        elif isinstance(outcome, Dead):
            _bury(tx, outcome, now)


def _again(tx: sa.Connection, ended: Retry, now: datetime) -> None:
    back = 0 if ended.counted else 1
    values = {
        "state": "due",
        "due": now + ended.wait,
        "made_at": now,
        "error": ended.why[:500],
        "tries": job.c.tries - back,
        "crashes": job.c.crashes + 1 if ended.crashed else 0,
    }
    tx.execute(sa.update(job).where(job.c.id == ended.job.id, _RUNNING).values(values))


def _bury(tx: sa.Connection, ended: Dead, now: datetime) -> None:
    died = sa.update(job).where(job.c.id == ended.job.id, _RUNNING).values(state="dead", error=ended.why[:500])
    if tx.execute(died).rowcount and not is_burial(ended.job):
        PUT_ROW(tx, row_of(burial(ended.job, ended.why, now), now))


def unknown(tx: sa.Connection, kinds: Collection[str]) -> set[str]:
    """Return the kinds of due jobs that this process does not know."""
    rows = tx.execute(sa.select(job.c.kind).distinct().where(job.c.state == "due", ~job.c.kind.in_(list(kinds))))
    return set(rows.scalars())
