"""What agents did not take of a stream's budget is there for the tasks that wait for it."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.work.gate import release
from storage.prepared import Statement
from storage.rules.values.task import State
from storage.tables import stream, task


@Statement
def _waiting_in(team: str, stream_id: int) -> sa.Select[Any]:
    in_stream = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team)
    waits = task.c.team == team, task.c.stream_id == stream_id, task.c.state == State.WAITING
    query = sa.select(task.c.reviewer).join_from(task, stream, in_stream).distinct()
    return query.where(*waits, stream.c.budget.is_not(None))


@Statement
def _stream_of(team: str, task_id: int) -> sa.Select[Any]:
    return sa.select(task.c.stream_id).where(task.c.team == team, task.c.id == task_id)


def free_budget(tx: Tx, team: str, stream_id: int | None, besides: str = "") -> None:
    """Start what waits for the budget of a stream, as far as it goes.

    Args:
        besides: the reviewer for whom that was done already.
    """
    rows = _waiting_in.all(tx.conn, team, stream_id) if stream_id else ()
    for reviewer in sorted({row.reviewer for row in rows} - {besides}):
        release(tx, team, reviewer)


def free_budget_of(tx: Tx, team: str, task_id: int) -> None:
    """Start what waits for the budget of a task's stream, as far as it goes."""
    row = _stream_of.first(tx.conn, team, task_id)
    free_budget(tx, team, row.stream_id if row is not None else None)
