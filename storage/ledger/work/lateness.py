"""What colleagues are late with: told once to who assigned it."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.rows import find_task, task_of, tasks
from storage.ledger.shelf import owed
from storage.ledger.work.owing import look_when_due
from storage.ledger.work.passing_on import ask_assigner
from storage.rules.lifecycle import RUNNING
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import task

NOT_IN = "It is not in yet."


def look(tx: Tx, team: str, task_id: int) -> None:
    """Tell who assigned a task that its colleague is late, once; look again later where it is due later by now."""
    found = find_task(tx, team, id=task_id)
    if found is None or not found.brief.worker.is_person or found.state not in RUNNING or found.brief.due is None:
        return
    if found.brief.due > tx.now:
        look_when_due(tx, found)
    else:
        _tell(tx, found)


def sweep(tx: Tx, team: str, assigner: str) -> None:
    """Tell a person what colleagues are late with, before their collection is composed."""
    late = task.c.team == team, task.c.assigner == assigner, task.c.worker_kind == str(WorkerKind.PERSON)
    states = task.c.state.in_([str(state) for state in sorted(RUNNING)])
    query = tasks().where(*late, states, task.c.due_at <= tx.now, task.c.late_at.is_(None)).order_by(task.c.id)
    for row in tx.conn.execute(query).all():
        _tell(tx, task_of(row))


def _tell(tx: Tx, found: Task) -> None:
    first = task.c.team == found.team, task.c.id == found.id, task.c.late_at.is_(None)
    if tx.conn.execute(sa.update(task).where(*first).values(late_at=tx.now)).rowcount != 1:
        return
    owed.redraw(tx, found.team, found.brief.worker.name, [found.id])
    if found.brief.worker.name != found.assigner:
        ask_assigner(tx, found, NOT_IN)
