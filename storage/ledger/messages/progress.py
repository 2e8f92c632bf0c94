"""The message that tells how far a task is, drawn anew."""

from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.task import Task
from storage.tables import post

EDITS = timedelta(seconds=10)  # between two updates of a message that tells how far a task is


def redraw_progress(tx: Tx, task: Task, soon: bool = True) -> bool:
    """Promise an update of the message that tells how far a task is: at once, or at most once in `EDITS`; return
    whether there is one."""
    conditions = post.c.team == task.team, post.c.surface == PostKind.PROGRESS, post.c.subject == str(task.id)
    row = tx.conn.execute(sa.select(post.c.id).where(*conditions)).first()
    if row is not None:
        after = timedelta(0) if soon else EDITS
        tx.promise(task.team, JobKind.REDRAW, row.id, once=True, after=after)
    return row is not None
