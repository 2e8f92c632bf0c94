"""Which attempts still run, and how their tasks are now."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.work.assignment import Assignment
from storage.rules.values.attempt import AttemptState
from storage.tables import attempt


def current(read: Read, assignment: Assignment) -> Assignment:
    """Return an assignment with its task as it is now."""
    return replace(assignment, task=get_task(read, assignment.team, assignment.task.id))


def running(read: Read, team: str, taken: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the ids of the attempts that still run, of these (attempt, generation); the others were stopped, canceled,
    or taken up elsewhere."""
    rows = read.conn.execute(
        sa.select(attempt.c.id, attempt.c.generation).where(
            attempt.c.team == team, attempt.c.id.in_([a for a, _ in taken]), attempt.c.state == AttemptState.RUNNING
        )
    )
    return frozenset(r.id for r in rows if (r.id, r.generation) in taken)
