"""What waits for a reviewer: what is open and undecided, apart from what is decided and can still be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules import effort
from storage.rules.gate import share_of
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import State, Task
from storage.rules.values.worker import WorkerKind
from storage.rules.verdicts import ENDS
from storage.tables import decision, item, stream, task

Value = str | sa.BindParameter[str]
NEWEST = 2**62  # a number that no task has
_TEAM: sa.BindParameter[str] = sa.bindparam("team_", type_=item.c.team.type)
_USER: sa.BindParameter[str] = sa.bindparam("user_", type_=item.c.reviewer.type)
_WALL: sa.BindParameter[Any] = sa.bindparam("wall_", type_=item.c.later_at.type)


@dataclass(frozen=True, slots=True)
class Undoable:
    """Tasks of a reviewer that are decided and can still be undone.

    Attributes:
        free_at: when each decision that frees a place becomes final, soonest first.
        resuming: how many go back to work.
    """

    free_at: tuple[datetime, ...]
    resuming: int


def live_decision() -> sa.Exists:
    """Return the SQL condition that an item has a decision that was not undone."""
    of_item = decision.c.team == item.c.team, decision.c.item_id == item.c.id
    return sa.exists().where(*of_item, decision.c.undone_at.is_(None))


def undecided(team: Value, user: Value) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the SQL conditions of the open items that a reviewer can decide; what is only asked about is none."""
    mine = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    return *mine, item.c.kind != str(Kind.STILL_RIGHT), ~live_decision()


def ripe(read: Read) -> sa.ColumnElement[bool]:
    """Return the SQL condition that an item is not put off until later."""
    return ripe_at(sa.literal(read.wall, item.c.later_at.type))


def ripe_at(wall: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the SQL condition that an item is not put off until after an instant."""
    return sa.or_(item.c.later_at.is_(None), item.c.later_at <= wall)


def undoable(read: Read, reviewer: Person) -> Undoable:
    """Return the tasks that hold the gate and are decided already, but can still be undone."""
    rows = read.conn.execute(_decided(), {"team_": reviewer.team, "user_": reviewer.user}).all()
    resuming = {row.task_id for row in rows if row.verdict not in ENDS}
    ending = {row.task_id: row.effect_due for row in rows if row.task_id not in resuming}
    return Undoable(tuple(sorted(ending.values())), len(resuming))


@lru_cache
def _decided() -> sa.Select[Any]:
    """Return the query of a reviewer's open items that are decided: built once, since building it takes longer than
    running it."""
    of_item = sa.and_(decision.c.team == item.c.team, decision.c.item_id == item.c.id)
    whose = sa.or_(sa.and_(item.c.reviewer == _USER, item.c.stands_for == ""), item.c.stands_for == _USER)
    mine = item.c.team == _TEAM, whose, item.c.closed_at.is_(None), sa.not_(item.c.rest)
    waiting = sa.select(item.c.task_id).where(*mine, ~live_decision())
    columns = item.c.task_id, decision.c.verdict, decision.c.effect_due
    query = sa.select(*columns).join_from(item, decision, of_item).where(*mine)
    return query.where(decision.c.undone_at.is_(None), item.c.task_id.not_in(waiting))


def ahead(read: Read, reviewer: Person, urgent: bool, than: Task | None = None) -> int:
    """Return how many tasks will start before another; of each other person, no more than their share lets in.

    Args:
        than: one that waits already; a new one stands at the end.
    """
    values = {"team_": reviewer.team, "user_": reviewer.user}
    waiting = _counted(read, _waiting(urgent), {**values, "than_": than.id if than else NEWEST})
    there = _counted(read, _taken(), values)
    share = share_of(reviewer.room)
    own = waiting.pop(reviewer.user, 0)
    return own + sum(min(count, max(0, share - there.get(user, 0))) for user, count in waiting.items())


@lru_cache
def _waiting(urgent: bool) -> sa.Select[Any]:
    """Return the query of the tasks that start before another, by who assigned them."""
    query = sa.select(stream.c.id).where(stream.c.team == _TEAM, stream.c.stopped_by != "")
    starts = sa.or_(task.c.stream_id.is_(None), task.c.stream_id.not_in(query))
    before = sa.and_(task.c.urgent == urgent, task.c.id < sa.bindparam("than_", type_=task.c.id.type))
    return _by_assigner(task.c.state == State.WAITING, starts, before if urgent else sa.or_(task.c.urgent, before))


@lru_cache
def _taken() -> sa.Select[Any]:
    """Return the query of the tasks that take room, by who assigned them."""
    agents = sa.or_(task.c.worker_kind == str(WorkerKind.AGENT), task.c.state == State.READY)  # colleagues take no room
    return _by_assigner(agents, task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED)))


def _by_assigner(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    mine = task.c.team == _TEAM, task.c.reviewer == _USER
    count = sa.func.count().label("n")
    return sa.select(task.c.assigner, count).where(*mine, *where).group_by(task.c.assigner)


def _counted(read: Read, query: sa.Select[Any], values: Mapping[str, Any]) -> dict[str, int]:
    """Return how many tasks there are, by who assigned them."""
    return {row.assigner: int(row.n) for row in read.conn.execute(query, values)}


def quickest(read: Read, reviewer: Person) -> tuple[int, float] | None:
    """Return the item (id, minutes) that makes room with the least attention; None when nothing waits, or all of it
    is put off. Resting items come last, since they hold nothing up; answers and retries late, since with them the work
    only goes on."""
    values = {"team_": reviewer.team, "user_": reviewer.user, "wall_": read.wall}
    rows = read.conn.execute(_efforts(), values).all()

    def order(row: Any) -> tuple[bool, bool, float, int]:
        return row.rest, row.kind != Kind.DRAFT, effort.minutes(row.words, row.doubts), row.id

    first = min(rows, key=order, default=None)
    return (first.id, effort.minutes(first.words, first.doubts)) if first is not None else None


@lru_cache
def _efforts() -> sa.Select[Any]:
    """Return the query of what the open items of a reviewer take."""
    return sa.select(item.c.id, item.c.kind, item.c.words, item.c.doubts, item.c.rest).where(
        *undecided(_TEAM, _USER), item.c.stands_for == "", item.c.remedy != str(Remedy.DELIVERY), ripe_at(_WALL)
    )
