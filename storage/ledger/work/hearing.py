"""What people said to who works on a task, and what nobody has said yet of what a brief left open."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import PreparedQuery
from storage.rules.clarity import questions
from storage.rules.values.task import Task, Wondered
from storage.tables import steer

_TEAM: sa.BindParameter[str] = sa.bindparam("team_")
_TASK: sa.BindParameter[int] = sa.bindparam("task_")
_NEWEST = PreparedQuery(  # asked before each call of a model
    lambda _: sa.select(sa.func.max(steer.c.id)).where(steer.c.team == _TEAM, steer.c.task_id == _TASK),
    {"team_": steer.c.team.type, "task_": steer.c.task_id.type},
)


def heard(read: Read, team: str, task_id: int, after: int = 0) -> tuple[tuple[int, str], ...]:
    """Return (row, text) of what was said to a task's worker after a row, oldest first."""
    (newest,) = _NEWEST(read.conn, {"team_": team, "task_": task_id})
    if newest is None or newest <= after:
        return ()
    rows = read.conn.execute(
        sa.select(steer.c.id, steer.c.text)
        .where(steer.c.team == team, steer.c.task_id == task_id, steer.c.id > after)
        .order_by(steer.c.id)
    )
    return tuple((r.id, r.text) for r in rows)


def unanswered(read: Read, task: Task) -> tuple[Wondered, ...]:
    """Return the questions that a receipt asks; nothing where no agent would hear the answer."""
    asked = questions(task) if read.terms.heeds and not task.brief.worker.is_person else ()
    lines = [text for _, text in heard(read, task.team, task.id)] if asked else []
    return tuple(w for w in asked if not any(text.startswith(w.text) for text in lines))
