"""What leaves the shelf with a task's state."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.redraws import redraw
from storage.ledger.work.voiding import void_all
from storage.prepared import Statement
from storage.rules.values.task import Task
from storage.tables import item


@Statement
def _close(team: str, task_id: int, now: datetime) -> sa.Executable:
    mine = item.c.team == team, item.c.task_id == task_id, item.c.closed_at.is_(None)
    return sa.update(item).where(*mine).values(closed_at=now, version=item.c.version + 1).returning(item.c.id)


def close_items(tx: Tx, task: Task, why: str, by: str) -> None:
    """Close a task's open items, take back decisions on them that have no effect yet, and redraw their messages.

    Args:
        why: what happened, told to who decided what has no effect any more.
        by: who caused it.
    """
    rows = _close.all(tx.conn, task.team, task.id, tx.now)
    void_all(tx, task, [row.id for row in rows], why, by)
    for row in rows:
        redraw(tx, task.team, row.id)
