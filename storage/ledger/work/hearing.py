"""What people said to who works on a task, and what nobody has said yet of what a brief left open."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.rules.clarity import questions
from storage.rules.values.task import Task, Wondered
from storage.tables import steer


@Statement
def _newest(team: str, task_id: int) -> sa.Select[tuple[int | None]]:
    """Return the query of the newest row, which is asked before each call of a model."""
    return sa.select(sa.func.max(steer.c.id)).where(steer.c.team == team, steer.c.task_id == task_id)


def heard(read: Read, team: str, task_id: int, after: int = 0) -> tuple[tuple[int, str], ...]:
    """Return (row, text) of what was said to a task's worker after a row, oldest first."""
    (newest,) = _newest.first(read.conn, team, task_id)
    if newest is None or newest <= after:
        return ()
    rows = read.conn.execute(
        sa.select(steer.c.id, steer.c.text)
        .where(steer.c.team == team, steer.c.task_id == task_id, steer.c.id > after)
        .order_by(steer.c.id)
    )
    return tuple((r.id, r.text) for r in rows)


def unanswered(read: Read, task: Task, *, new: bool = False) -> tuple[Wondered, ...]:
    """Return the questions that a receipt asks; nothing where no agent would hear the answer.

    Args:
        new: whether the task was made just now, so that nothing was said of it yet.
    """
    asked = questions(task) if read.terms.heeds and not task.brief.worker.is_person else ()
    lines = [text for _, text in heard(read, task.team, task.id)] if asked and not new else []
    return tuple(w for w in asked if not any(text.startswith(w.text) for text in lines))
