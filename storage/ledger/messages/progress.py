"""The message that tells how far a task is, drawn anew."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.prepared import Statement
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.task import Task
from storage.tables import post

EDITS = timedelta(seconds=10)  # between two updates of a message that tells how far a task is


@Statement
def _told(team: str, task: str) -> sa.Select[Any]:
    of_task = post.c.team == team, post.c.surface == str(PostKind.PROGRESS), post.c.subject == task
    return sa.select(post.c.id).where(*of_task)


def redraw_progress(tx: Tx, task: Task, soon: bool = True) -> bool:
    """Promise an update of the message that tells how far a task is: at once, or at most once in `EDITS`; return
    whether there is one."""
    row = _told.first(tx.conn, task.team, str(task.id))
    if row is not None:
        after = timedelta(0) if soon else EDITS
        tx.promise(task.team, JobKind.REDRAW, row.id, once=True, after=after)
    return row is not None
