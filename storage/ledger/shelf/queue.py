"""How many tasks will start before another."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
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
    waiting, there = Counter[str](), Counter[str]()
    last = than.id if than else NEWEST
    for row in _by_assigner.all(read.conn, reviewer.team, reviewer.user, urgent, last, sorted(spent)):
        (waiting if row.waits else there)[row.assigner] = int(row.n)
    share, of_assigner = share_of(reviewer.room), waiting[assigner]
    own = waiting.pop(reviewer.user, 0)
    others = sum(min(count, max(0, share - there[user])) for user, count in waiting.items())
    return own + others, of_assigner


@Statement
def _by_assigner(team: str, reviewer: str, urgent: bool, than: int, spent: Sequence[int]) -> sa.CompoundSelect[Any]:
    """How many tasks start before another, and how many take room, by who assigned them."""
    stopped = sa.select(stream.c.id).where(stream.c.team == team, stream.c.stopped_by != "")
    held = task.c.stream_id.in_(stopped) | one_of(task.c.stream_id, spent)
    first = sa.or_(task.c.urgent > urgent, sa.and_(task.c.urgent == urgent, task.c.id < than))
    starts = task.c.state == str(State.WAITING), first, sa.or_(task.c.stream_id.is_(None), sa.not_(held))
    agents = sa.or_(task.c.worker_kind == str(WorkerKind.AGENT), task.c.state == State.READY)  # colleagues take no room
    there = agents, task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED))

    def counted(waits: bool, where: Sequence[sa.ColumnElement[bool]]) -> sa.Select[Any]:
        columns: Any = task.c.assigner, sa.func.count().label("n"), sa.literal_column(str(int(waits))).label("waits")
        mine = task.c.team == team, task.c.reviewer == reviewer
        return sa.select(*columns).where(*mine, *where).group_by(task.c.assigner)

    return sa.union_all(counted(True, starts), counted(False, there))


def with_budget(read: Read, reviewer: Person) -> Sequence[int]:
    """Return the streams with a budget in which tasks wait for a reviewer."""
    return [row.stream_id for row in _with_budget.all(read.conn, reviewer.team, reviewer.user)]


@Statement
def _with_budget(team: str, reviewer: str) -> sa.Select[Any]:
    waits = task.c.team == team, task.c.reviewer == reviewer, task.c.state == str(State.WAITING)
    in_stream = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team)
    query = sa.select(task.c.stream_id).join_from(task, stream, in_stream).where(*waits)
    return query.where(stream.c.budget.is_not(None)).distinct()
