"""Durable jobs in the ledger's own SQLite file: one process, no lease needed, what ran at a crash is due again."""

import fcntl
import json
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from storage.columns import micros
from storage.connection import Selecting
from storage.jobs.burying import burial, is_burial
from storage.jobs.outcomes import Dead, Done, Outcome, Retry
from storage.jobs.port import Job, Promise
from storage.jobs.trying import SUSPECT
from storage.prepared import Prepared, PreparedRows, insert
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
_NAMED = [job.c[name] == sa.bindparam(f"{name}_") for name in ("team", "kind", "key")]
_WAITING = PreparedRows(
    lambda _: sa.select(job.c.id, job.c.due).where(*_NAMED, job.c.state == "due"),
    {f"{name}_": job.c[name].type for name in ("team", "kind", "key")},
)
_PUT = insert(job, "team", "kind", "key", "queue", "lock", "priority", "due", "state", "made_at")


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
        _PUT(tx, _row(promise, now))

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
            tx.execute(sa.insert(job), [_row(promise, now) for promise in new])

    def _move(self, tx: sa.Connection, promise: Promise, now: datetime | None, push: bool) -> bool:
        waiting = _WAITING(tx, {"team_": promise.team, "kind_": promise.kind, "key_": promise.key})
        if waiting is None:
            return False
        if (promise.due > waiting.due) if push else (promise.due < waiting.due):
            moved = sa.update(job).where(job.c.team == promise.team, job.c.id == waiting.id)
            tx.execute(moved.values(due=promise.due, made_at=now))
        return True

    def cancel(self, tx: sa.Connection, team: str, kind: str, key: str) -> None:
        """Delete a job in this transaction; a run of it is stopped after the commit."""
        gone = tx.execute(
            sa.delete(job).where(job.c.team == team, job.c.kind == kind, job.c.key == key).returning(job.c.state)
        )
        if any(row.state == "running" for row in gone):
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

    def mark(self) -> int:
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


def _row(promise: Promise, now: datetime | None) -> dict[str, object]:
    return {**{name: getattr(promise, name) for name in _PROMISED}, "state": "due", "made_at": now}


def _waiting(tx: sa.Connection, promises: Sequence[Promise]) -> dict[tuple[str, str, str], datetime]:
    """Return when what waits already is due, by workspace, kind and key."""
    keys: dict[tuple[str, str], set[str]] = {}  # by workspace and kind
    for promise in promises:
        keys.setdefault((promise.team, promise.kind), set()).add(promise.key)
    if not keys:
        return {}
    # A part for each kind: of values in pairs SQLite makes no use of an index.
    parts = [
        sa.select(job.c.team, job.c.kind, job.c.key, job.c.due).where(
            job.c.team == team, job.c.kind == kind, job.c.key.in_(some), job.c.state == "due"
        )
        for (team, kind), some in keys.items()
    ]
    return {(row.team, row.kind, row.key): row.due for row in tx.execute(sa.union_all(*parts))}


def _each(name: str) -> sa.Select[Any]:
    """Return the query of the values of a JSON list that is given by a name: however many, it is one statement."""
    return sa.select(sa.func.json_each(sa.bindparam(name, type_=sa.String)).table_valued("value").c.value)


_OLDER = job.alias()
_NOW = sa.bindparam("now_", type_=job.c.due.type)
_THESE = job.c.id.in_(_each("ids_"))
_RUNNING = job.c.state == "running"
_SUSPECT = job.alias()
_FIRST_SUSPECT = sa.select(sa.func.min(_SUSPECT.c.id)).where(
    _SUSPECT.c.state == "due",
    _SUSPECT.c.due <= _NOW,
    _SUSPECT.c.crashes >= SUSPECT,
    _SUSPECT.c.kind.in_(_each("kinds_")),
)
_DUE = (
    sa.select(job)
    .where(
        job.c.state == "due",
        job.c.queue == sa.bindparam("queue_"),
        job.c.due <= _NOW,
        job.c.kind.in_(_each("kinds_")),
        ~_THESE,
        sa.or_(
            job.c.crashes < SUSPECT,
            sa.and_(
                job.c.id == _FIRST_SUSPECT.scalar_subquery(),
                ~sa.exists().where(_SUSPECT.c.state == "running", _SUSPECT.c.crashes >= SUSPECT),
            ),
        ),
        ~sa.exists().where(
            _OLDER.c.lock == job.c.lock,
            _OLDER.c.id < job.c.id,
            _OLDER.c.state != "dead",
            _OLDER.c.kind.in_(_each("kinds_")),
        ),
    )
    .order_by(job.c.priority, job.c.due, job.c.id)
    .limit(sa.bindparam("places_"))
)
_IDS, _AT = {"ids_": sa.String()}, {"now_": job.c.due.type}
_WHAT = {"queue_": sa.String(), "kinds_": sa.String(), "places_": sa.Integer()}
_QUEUES = sa.select(job.c.queue).distinct().where(job.c.state == "due", job.c.due <= _NOW)
_COMING = sa.select(sa.func.min(job.c.due).label("due")).where(job.c.state == "due", job.c.due > _NOW)
_TAKEN = PreparedRows(lambda _: _DUE, {**_IDS, **_AT, **_WHAT})
_WHICH, _NEXT = PreparedRows(lambda _: _QUEUES, _AT), PreparedRows(lambda _: _COMING, _AT)
_TAKE = Prepared(lambda _: sa.update(job).where(_THESE).values(state="running", tries=job.c.tries + 1), _IDS)
_FINISH = Prepared(lambda _: sa.delete(job).where(_THESE, _RUNNING), _IDS)
_LOST = Prepared(lambda _: sa.update(job).where(_RUNNING, ~_THESE).values(state="due", tries=job.c.tries - 1), _IDS)


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
        free &= {row.queue for row in _WHICH.all(tx, {"now_": now})}
    for queue, places in room.items():
        if queue in free:
            known = {"kinds_": json.dumps(list(kinds)), "ids_": json.dumps(list(running))}
            rows = _TAKEN.all(tx, {"queue_": queue, "now_": now, "places_": places, **known})
            taken += [
                Job(
                    id=r.id,
                    team=r.team,
                    kind=r.kind,
                    key=r.key,
                    tries=r.tries + 1,
                    lock=r.lock,
                    queue=r.queue,
                    crashes=r.crashes,
                )
                for r in rows
            ]
    if taken:
        _TAKE(tx, {"ids_": json.dumps([j.id for j in taken])})
    return taken


def next_due(tx: sa.Connection, now: datetime) -> datetime | None:
    """Return the next instant after `now` at which a job is due; None when there is none."""
    due: datetime | None = _NEXT(tx, {"now_": now}).due
    return due


def set_back(tx: sa.Connection, now: datetime) -> None:
    """Correct jobs that were made while the clock was ahead: each waits from now on, as long as planned."""
    since, due = sa.type_coerce(job.c.made_at, sa.BigInteger), sa.type_coerce(job.c.due, sa.BigInteger)
    ahead = sa.update(job).where(job.c.state == "due", job.c.made_at > now)
    tx.execute(ahead.values(due=due - since + micros(now), made_at=now))


def give_back(tx: sa.Connection, running: Collection[int]) -> None:
    """Make jobs due again that count as running and do not run: the answer to the commit that took them was lost."""
    _LOST(tx, {"ids_": json.dumps(list(running))})


def write(tx: sa.Connection, outcomes: Sequence[Outcome], now: datetime) -> None:
    """Write the outcomes of runs; jobs that were withdrawn meanwhile are left alone."""
    done = [outcome.job.id for outcome in outcomes if isinstance(outcome, Done)]
    if done:
        _FINISH(tx, {"ids_": json.dumps(done)})
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
        "crashes": 0,
    }
    tx.execute(sa.update(job).where(job.c.id == ended.job.id, _RUNNING).values(values))


def _bury(tx: sa.Connection, ended: Dead, now: datetime) -> None:
    died = sa.update(job).where(job.c.id == ended.job.id, _RUNNING).values(state="dead", error=ended.why[:500])
    if tx.execute(died).rowcount and not is_burial(ended.job):
        _PUT(tx, _row(burial(ended.job, ended.why, now), now))


def unknown(tx: sa.Connection, kinds: Collection[str]) -> set[str]:
    """Return the kinds of due jobs that this process does not know."""
    rows = tx.execute(sa.select(job.c.kind).distinct().where(job.c.state == "due", ~job.c.kind.in_(list(kinds))))
    return set(rows.scalars())
