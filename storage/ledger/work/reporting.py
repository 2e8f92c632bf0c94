"""How far an agent's work is."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.progress import redraw_progress
from storage.ledger.work.assignment import Assignment
from storage.rules.lifecycle import RUNNING
from storage.rules.posts import PostKind
from storage.rules.values.task import Progress, State
from storage.tables import task

FOR_MODEL = Progress(0, 0, "waits for its model, which can't be used now")


def report(tx: Tx, assignment: Assignment, progress: Progress) -> None:
    """Keep the progress of an attempt, for lists, Home, and one message in the thread that the task came from."""
    target = assignment.task
    content = {"done": progress.done, "total": progress.total, "now": progress.now[:200]}
    running = task.c.team == target.team, task.c.id == target.id, task.c.state.in_(RUNNING)
    if tx.conn.execute(sa.update(task).where(*running).values(progress=content)).rowcount != 1 or not target.source.ts:
        return
    if not redraw_progress(tx, target, soon=False):
        channel, thread = target.source.channel, target.source.ts
        put_post(tx, target.team, PostKind.PROGRESS, target.id, channel=channel, thread=thread, owner=target.assigner)


def wait_for_model(tx: Tx, assignment: Assignment) -> None:
    """Keep that an attempt waits for its model, for lists, Home, and the message that tells its progress already."""
    _keep(tx, assignment, {"done": 0, "total": 0, "now": FOR_MODEL.now})


def wait_no_more(tx: Tx, assignment: Assignment) -> None:
    """Keep that an attempt goes on, which waited for its model."""
    _keep(tx, assignment, None)


def _keep(tx: Tx, assignment: Assignment, content: dict[str, Any] | None) -> None:
    target = assignment.task
    mine = task.c.team == target.team, task.c.id == target.id, task.c.state == State.WORKING
    tx.conn.execute(sa.update(task).where(*mine).values(progress=content))
    redraw_progress(tx, target, soon=False)
