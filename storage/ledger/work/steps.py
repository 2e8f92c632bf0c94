"""Which tasks come after which: a task starts when those before it are approved, and its worker has their drafts."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows import task_of, tasks
from storage.rules.values.task import Task
from storage.tables import edge, task


def come_after(tx: Tx, new_task: Task, before: Sequence[int]) -> None:
    """Keep which tasks must be approved before a new one starts."""
    rows = [{"team": new_task.team, "task_id": new_task.id, "after_id": after} for after in dict.fromkeys(before)]
    if rows:
        tx.conn.execute(sa.insert(edge), rows)


def before(read: Read, team: str, task_ids: Collection[int]) -> tuple[Task, ...]:
    """Return the tasks that these come after, the oldest first; without those that they were told not to wait for."""
    mine = edge.c.team == team, edge.c.task_id.in_(list(task_ids)), sa.not_(edge.c.waived)
    query = tasks().where(task.c.team == team, task.c.id.in_(sa.select(edge.c.after_id).where(*mine)))
    return tuple(task_of(row) for row in read.conn.execute(query.order_by(task.c.id)))


def behind(read: Read, team: str, task_ids: Collection[int]) -> tuple[Task, ...]:
    """Return the tasks that come after these, the oldest first; without those that do not wait for them."""
    mine = edge.c.team == team, edge.c.after_id.in_(list(task_ids)), sa.not_(edge.c.waived)
    query = tasks().where(task.c.team == team, task.c.id.in_(sa.select(edge.c.task_id).where(*mine)))
    return tuple(task_of(row) for row in read.conn.execute(query.order_by(task.c.id)))
