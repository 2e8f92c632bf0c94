"""How many tasks will start before another."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import TEAM, USER
from storage.rules.gate import share_of
from storage.rules.people import Person
from storage.rules.values.task import State, Task
from storage.rules.values.worker import WorkerKind
from storage.tables import stream, task

NEWEST = 2**62  # a number that no task has


def ahead(
    read: Read, reviewer: Person, assigner: str, *, urgent: bool, than: Task | None = None, spent: Collection[int] = ()
) -> tuple[int, int]:
    """Return how many tasks will start before another, of each other person no more than their share lets in; and how
    many of the same assigner wait before it.

    Args:
        than: one that waits already; a new one stands at the end.
        spent: the streams whose budget lets none of their tasks start.
    """
    values = {"team_": reviewer.team, "user_": reviewer.user}
    before = {**values, "than_": than.id if than else NEWEST, "spent_": sorted(spent)}
    waiting = _counted(read, _waiting(urgent), before)
    there = _counted(read, _taken(), values)
    share, of_assigner = share_of(reviewer.room), waiting.get(assigner, 0)
    own = waiting.pop(reviewer.user, 0)
    others = sum(min(count, max(0, share - there.get(user, 0))) for user, count in waiting.items())
    return own + others, of_assigner


@lru_cache
def _waiting(urgent: bool) -> sa.Select[Any]:
    """Return the query of the tasks that start before another, by who assigned them."""
    query = sa.select(stream.c.id).where(stream.c.team == TEAM, stream.c.stopped_by != "")
    spent = sa.bindparam("spent_", type_=task.c.stream_id.type, expanding=True)
    starts = sa.or_(task.c.stream_id.is_(None), task.c.stream_id.not_in(query) & task.c.stream_id.not_in(spent))
    before = sa.and_(task.c.urgent == urgent, task.c.id < sa.bindparam("than_", type_=task.c.id.type))
    return _by_assigner(task.c.state == State.WAITING, starts, before if urgent else sa.or_(task.c.urgent, before))


def with_budget(read: Read, reviewer: Person) -> Sequence[int]:
    """Return the streams with a budget in which tasks wait for a reviewer."""
    values = {"team_": reviewer.team, "user_": reviewer.user}
    return read.conn.execute(_with_budget(), values).scalars().all()


@lru_cache
def _with_budget() -> sa.Select[Any]:
    waits = task.c.team == TEAM, task.c.reviewer == USER, task.c.state == State.WAITING
    in_stream = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team)
    query = sa.select(task.c.stream_id).join_from(task, stream, in_stream).where(*waits)
    return query.where(stream.c.budget.is_not(None)).distinct()


@lru_cache
def _taken() -> sa.Select[Any]:
    """Return the query of the tasks that take room, by who assigned them."""
    agents = sa.or_(task.c.worker_kind == str(WorkerKind.AGENT), task.c.state == State.READY)  # colleagues take no room
    return _by_assigner(agents, task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED)))


def _by_assigner(*where: sa.ColumnElement[bool]) -> sa.Select[Any]:
    mine = task.c.team == TEAM, task.c.reviewer == USER
    count = sa.func.count().label("n")
    return sa.select(task.c.assigner, count).where(*mine, *where).group_by(task.c.assigner)


def _counted(read: Read, query: sa.Select[Any], values: Mapping[str, Any]) -> dict[str, int]:
    """Return how many tasks there are, by who assigned them."""
    return {row.assigner: int(row.n) for row in read.conn.execute(query, values)}
