"""What colleagues are late with: told once to who assigned it."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import find_task, tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf import owed
from storage.ledger.work.asking_assigner import ask_assigner, is_asked
from storage.ledger.work.owing import look_when_due
from storage.prepared import Statement
from storage.rules.lifecycle import RUNNING
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import task

NOT_IN = "It is not in yet."
AT_ONCE = timedelta(seconds=10)  # what is told meanwhile may have begun before and come to its end after


def look(tx: Tx, team: str, task_id: int) -> None:
    """Tell who assigned a task that its colleague is late, once; look again later where it is due later by now."""
    target = find_task(tx, team, id=task_id)
    if target is None or not target.brief.worker.is_person or target.state not in RUNNING or target.brief.due is None:
        return
    if target.brief.due > tx.now:
        look_when_due(tx, target)
    else:
        _tell(tx, target)


def sweep(tx: Tx, team: str, assigner: str, since: datetime | None) -> bool:
    """Tell a person what colleagues are late with, before their collection is composed.

    Args:
        since: when it was chosen what that brings.

    Returns:
        Whether they were told of something since then.
    """
    late_ones = [task_of(row) for row in _late.all(tx.conn, team, assigner, tx.now, (since or tx.now) - AT_ONCE)]
    for one in late_ones:
        _tell(tx, one)  # once
    return since is not None and bool(late_ones)


@Statement
def _late(team: str, assigner: str, now: datetime, lately: datetime) -> sa.Select[Any]:
    """What colleagues are late with, and nobody was told of or only lately."""
    theirs = task.c.team == team, task.c.assigner == assigner, task.c.worker_kind == str(WorkerKind.PERSON)
    states = task.c.state.in_([str(state) for state in sorted(RUNNING)])
    untold = sa.or_(task.c.late_at.is_(None), task.c.late_at >= lately)
    return tasks().where(*theirs, states, task.c.due_at <= now, untold).order_by(task.c.id)


def _tell(tx: Tx, target: Task) -> None:
    first = task.c.team == target.team, task.c.id == target.id, task.c.late_at.is_(None)
    if tx.conn.execute(sa.update(task).where(*first).values(late_at=tx.now)).rowcount != 1:
        return
    owed.redraw(tx, target.team, target.brief.worker.name, [target.id])
    if target.brief.worker.name != target.assigner and not is_asked(tx, target):  # its card says how late it is
        ask_assigner(tx, target, NOT_IN)
