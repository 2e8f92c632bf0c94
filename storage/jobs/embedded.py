"""Durable jobs in the ledger's own SQLite file: one process, no lease needed, what ran at a crash is due again."""

import fcntl
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from storage.connection import Selecting
from storage.jobs.port import Promise
from storage.prepared import Statement, insert, one_of
from storage.tables import job


class Occupied(Exception):
    """The error that another process works on this ledger already."""


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


_PROMISED = ("team", "kind", "key", "due", "queue", "lock", "priority")


@Statement
def _waiting_one(team: str, kind: str, key: str) -> sa.Select[Any]:
    named = job.c.team == team, job.c.kind == kind, job.c.key == key
    return sa.select(job.c.id, job.c.due).where(*named, job.c.state == "due")


@Statement
def _waiting_ones(
    team: str, kind: str, keys: Sequence[str], other_team: str, other_kind: str, other_keys: Sequence[str]
) -> sa.CompoundSelect[Any]:
    """What waits of two kinds, each in a part of its own: of values in pairs SQLite makes no use of an index."""

    def part(team: str, kind: str, keys: Sequence[str]) -> sa.Select[Any]:
        named = job.c.team == team, job.c.kind == kind, one_of(job.c.key, keys)
        return sa.select(job.c.team, job.c.kind, job.c.key, job.c.due).where(*named, job.c.state == "due")

    return sa.union_all(part(team, kind, keys), part(other_team, other_kind, other_keys))


@Statement
def _moved(team: str, job_id: int, due: datetime, made_at: datetime | None) -> sa.Executable:
    return sa.update(job).where(job.c.team == team, job.c.id == job_id).values(due=due, made_at=made_at)


@Statement
def _gone(team: str, kind: str, key: str) -> sa.Executable:
    named = job.c.team == team, job.c.kind == kind, job.c.key == key
    return sa.delete(job).where(*named).returning(job.c.state)


PUT_ROW = insert(job, "team", "kind", "key", "queue", "lock", "priority", "due", "state", "made_at")


class EmbeddedJobs:
    """The embedded jobs as verbs see them: rows are put and withdrawn on the verb's connection, and the runner is
    nudged after the commit."""

    def __init__(self) -> None:
        self._nudge: Callable[[], None] = lambda: None
        self._stop: Callable[[str, str, str], None] = lambda team, kind, key: None
        self._pending = threading.local()

    def listen(self, nudge: Callable[[], None], stop: Callable[[str, str, str], None]) -> None:
        """Register the runner: `nudge` is called when there may be work, `stop` when a running job was withdrawn."""
        self._nudge, self._stop = nudge, stop

    def put(
        self,
        tx: sa.Connection,
        promise: Promise,
        *,
        now: datetime | None = None,
        once: bool = False,
        push: bool = False,
    ) -> None:
        """Promise a run in this transaction; with `once` a promise that waits already is moved, not added again."""
        self._pending.nudge = True
        if once and self._move(tx, promise, now, push):
            return
        PUT_ROW(tx, row_of(promise, now))

    def put_all(
        self,
        tx: sa.Connection,
        now: datetime,
        plain: Sequence[Promise],
        once: Sequence[Promise] = (),
        push: Sequence[Promise] = (),
    ) -> None:
        """Promise several runs; a promise of `once` or `push` that waits already is moved, not added again."""
        self._pending.nudge = True
        there = _waiting(tx, [*once, *push])
        new = [*plain, *(p for p in (*once, *push) if (p.team, p.kind, p.key) not in there)]
        for promise in (*once, *push):
            due = there.get((promise.team, promise.kind, promise.key))
            if due is not None and ((promise.due > due) if promise in push else (promise.due < due)):
                self._move(tx, promise, now, promise in push)
        if new:
            PUT_ROW.each(tx, [row_of(promise, now) for promise in new])

    def _move(self, tx: sa.Connection, promise: Promise, now: datetime | None, push: bool) -> bool:
        waiting = _waiting_one.first(tx, promise.team, promise.kind, promise.key)
        if waiting is None:
            return False
        if (promise.due > waiting.due) if push else (promise.due < waiting.due):
            _moved.run(tx, promise.team, waiting.id, promise.due, now)
        return True

    def cancel(self, tx: sa.Connection, team: str, kind: str, key: str) -> None:
        """Delete a job in this transaction; a run of it is stopped after the commit."""
        if any(row.state == "running" for row in _gone.all(tx, team, kind, key)):
            self._pending.stops = [*self._stops(), (team, kind, key)]

    def _stops(self) -> list[tuple[str, str, str]]:
        return list(getattr(self._pending, "stops", ()))

    def promised(self, tx: Selecting) -> list[Promise]:
        """Return the promises that were not given up, in the order in which they were made."""
        columns = [job.c[name] for name in _PROMISED]  # those that older forms have, too
        rows = tx.execute(sa.select(*columns).where(job.c.state != "dead").order_by(job.c.id))
        return [
            Promise(team=r.team, kind=r.kind, key=r.key, due=r.due, queue=r.queue, lock=r.lock, priority=r.priority)
            for r in rows
        ]

    def commit(self, tx: sa.Connection) -> None:
        """Do nothing: all is written, and the caller commits."""

    def mark(self, tx: sa.Connection) -> int:
        """Return how many stops this thread's transaction has asked for so far."""
        return len(self._stops())

    def undo(self, mark: int) -> None:
        """Forget the stops that were asked for after a mark."""
        self._pending.stops = self._stops()[:mark]

    def settled(self, committed: bool) -> None:
        """End what is pending on this thread: after a commit, stop withdrawn runs and nudge the runner."""
        stops, nudge = self._stops(), getattr(self._pending, "nudge", False)
        self._pending.__dict__.clear()
        if committed:
            for stop in stops:
                self._stop(*stop)
            if nudge:
                self._nudge()


def row_of(promise: Promise, now: datetime | None) -> dict[str, object]:
    """Return the values of the row that keeps a promise."""
    return {**{name: getattr(promise, name) for name in _PROMISED}, "state": "due", "made_at": now}


def _waiting(tx: sa.Connection, promises: Sequence[Promise]) -> dict[tuple[str, str, str], datetime]:
    """Return when what waits already is due, by workspace, kind and key."""
    keys: dict[tuple[str, str], set[str]] = {}  # by workspace and kind
    for promise in promises:
        keys.setdefault((promise.team, promise.kind), set()).add(promise.key)
    groups = [(*named, sorted(some)) for named, some in keys.items()]
    pairs: Any = zip_longest(groups[::2], groups[1::2], fillvalue=("", "", []))
    rows = (row for one, other in pairs for row in _waiting_ones.all(tx, *one, *other))
    return {(row.team, row.kind, row.key): row.due for row in rows}
