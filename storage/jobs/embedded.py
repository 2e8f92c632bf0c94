"""Durable jobs in the ledger's own SQLite file: one process, no lease needed, what ran at a crash is due again."""

import fcntl
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from storage.jobs.port import Job, Promise
from storage.prepared import insert
from storage.tables import job


class Occupied(Exception):
    """Another process works on this ledger already."""


def lock_file(path: Path) -> IO[str]:
    """Hold the lock beside the ledger until the file is closed.

    Raises:
        Occupied: another process holds it.
    """
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        handle.close()
        raise Occupied(f"{path.parent} is in use by another Sluice process. Stop it first.") from None
    return handle


_PUT = insert(job, "team", "kind", "key", "queue", "lock", "priority", "due", "state")


class EmbeddedJobs:
    """The promises' side: rows put and withdrawn on the verb's connection, and a nudge to the runner after commit."""

    def __init__(self) -> None:
        self._nudge: Callable[[], None] = lambda: None
        self._stop: Callable[[str, str, str], None] = lambda team, kind, key: None
        self._pending = threading.local()

    def listen(self, nudge: Callable[[], None], stop: Callable[[str, str, str], None]) -> None:
        """The runner's ears: `nudge` when there may be work, `stop` for a running job that was withdrawn."""
        self._nudge, self._stop = nudge, stop

    def put(self, tx: sa.Connection, promise: Promise, *, once: bool = False, push: bool = False) -> None:
        self._pending.nudge = True
        if once and self._move(tx, promise, push):
            return
        _PUT(tx, {**asdict(promise), "state": "due"})

    def _move(self, tx: sa.Connection, promise: Promise, push: bool) -> bool:
        found = tx.execute(
            sa.select(job.c.id, job.c.due).where(
                job.c.team == promise.team, job.c.kind == promise.kind, job.c.key == promise.key, job.c.state == "due"
            )
        ).first()
        if found is None:
            return False
        if (promise.due > found.due) if push else (promise.due < found.due):
            moved = sa.update(job).where(job.c.team == promise.team, job.c.id == found.id)
            tx.execute(moved.values(due=promise.due))
        return True

    def cancel(self, tx: sa.Connection, team: str, kind: str, key: str) -> None:
        gone = tx.execute(
            sa.delete(job).where(job.c.team == team, job.c.kind == kind, job.c.key == key).returning(job.c.state)
        )
        if any(row.state == "running" for row in gone):
            stops = getattr(self._pending, "stops", [])
            self._pending.stops = [*stops, (team, kind, key)]

    def promised(self, tx: sa.Connection) -> list[Promise]:
        rows = tx.execute(sa.select(job).where(job.c.state != "dead").order_by(job.c.id))
        return [Promise(r.team, r.kind, r.key, r.due, r.queue, r.lock, r.priority) for r in rows]

    def settled(self, committed: bool) -> None:
        """What is pending belongs to the transaction that ended on this thread."""
        stops, nudge = getattr(self._pending, "stops", []), getattr(self._pending, "nudge", False)
        self._pending.__dict__.clear()
        if committed:
            for stop in stops:
                self._stop(*stop)
            if nudge:
                self._nudge()


def restart(tx: sa.Connection) -> int:
    """What was running when the process ended is due again; its generation grows with the next claim."""
    return tx.execute(sa.update(job).where(job.c.state == "running").values(state="due")).rowcount


_OLDER = job.alias()
_NOW = sa.bindparam("now_", type_=job.c.due.type)
_DUE = (
    sa.select(job)
    .where(
        job.c.state == "due",
        job.c.queue == sa.bindparam("queue_"),
        job.c.due <= _NOW,
        ~sa.exists().where(_OLDER.c.lock == job.c.lock, _OLDER.c.id < job.c.id, _OLDER.c.state != "dead"),
    )
    .order_by(job.c.priority, job.c.due, job.c.id)
    .limit(sa.bindparam("places_"))
)
_THESE = job.c.id.in_(sa.bindparam("ids_", expanding=True))
_TAKE = sa.update(job).where(_THESE).values(state="running", tries=job.c.tries + 1)
_NEXT = sa.select(sa.func.min(job.c.due)).where(job.c.state == "due", job.c.due > _NOW)
_FINISH = sa.delete(job).where(_THESE)


def claim(tx: sa.Connection, now: datetime, room: Mapping[str, int]) -> list[Job]:
    """Take what is due, by priority and in order: at most `room` of each queue, of a lock only the oldest."""
    taken: list[Job] = []
    for queue, places in room.items():
        if places > 0:
            rows = tx.execute(_DUE, {"queue_": queue, "now_": now, "places_": places})
            taken += [Job(r.id, r.team, r.kind, r.key, r.tries + 1, r.lock, r.queue) for r in rows]
    if taken:
        tx.execute(_TAKE, {"ids_": [j.id for j in taken]})
    return taken


def next_due(tx: sa.Connection, now: datetime) -> datetime | None:
    """The next instant after `now` at which something is due."""
    return tx.execute(_NEXT, {"now_": now}).scalar()


def finish(tx: sa.Connection, done: Collection[int]) -> None:
    if done:
        tx.execute(_FINISH, {"ids_": list(done)})


def again(tx: sa.Connection, which: int, due: datetime, error: str, counted: bool) -> None:
    """Due again later; an uncounted try gives its number back, so that waiting for Slack never exhausts a job."""
    back = 0 if counted else 1
    tx.execute(
        sa.update(job)
        .where(job.c.id == which, job.c.state == "running")
        .values(state="due", due=due, error=error[:500], tries=job.c.tries - back)
    )


def dead(tx: sa.Connection, which: int, error: str) -> None:
    tx.execute(sa.update(job).where(job.c.id == which).values(state="dead", error=error[:500]))
