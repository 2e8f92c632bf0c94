"""The open tasks that a person waits for from colleagues: those that they assigned, or decide on."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.authority import Action, Claim
from storage.rules.lifecycle import RUNNING
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import task

LISTED = 200  # tasks


def with_others(read: Read, claim: Claim) -> tuple[Task, ...]:
    """Return the open tasks that a person waits for from colleagues, the earliest due first.

    Raises:
        Refused: they are no full member.
    """
    access.member(read, claim, Action.LOOK)
    running = [str(state) for state in sorted(RUNNING)]  # what has not started, or is handed in, is not with them
    theirs = task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker != claim.user, task.c.state.in_(running)
    mine = task.c.team == claim.team, sa.or_(task.c.assigner == claim.user, task.c.reviewer == claim.user)
    query = tasks().where(*mine, *theirs).order_by(task.c.due_at.is_(None), task.c.due_at, task.c.id).limit(LISTED)
    return tuple(task_of(row) for row in read.conn.execute(query))
