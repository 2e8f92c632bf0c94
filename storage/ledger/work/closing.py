"""What leaves the shelf with a task's state."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.redraws import redraw
from storage.ledger.work.voiding import void_all
from storage.rules.values.task import Task
from storage.tables import item


def close_items(tx: Tx, task: Task, why: str, by: str) -> None:
    """Close a task's open items, take back decisions on them that have no effect yet, and redraw their messages.

    Args:
        why: what happened, told to who decided what has no effect any more.
        by: who caused it.
    """
    rows = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == task.team, item.c.task_id == task.id, item.c.closed_at.is_(None))
        .values(closed_at=tx.now, version=item.c.version + 1)
        .returning(item.c.id)
    ).all()
    void_all(tx, task, [row.id for row in rows], why, by)
    for row in rows:
        redraw(tx, task.team, row.id)
