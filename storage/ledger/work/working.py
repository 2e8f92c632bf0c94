"""Attempts end: a draft is handed in, or the state says why not."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.drafts import save_draft
from storage.ledger.work.finishing import batch_of, finish
from storage.ledger.work.spending import spent_on
from storage.ledger.work.turns import let_next
from storage.prepared import Statement
from storage.rules.refusal import Stale
from storage.rules.values.attempt import TAKEABLE, AttemptState
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import attempt


@Statement
def _ended(
    team: str, attempt_id: int, generation: int, state: str, error: str, ended_at: datetime | None
) -> sa.Executable:
    taken = sa.or_(*(attempt.c.state == str(takeable) for takeable in TAKEABLE))
    mine = attempt.c.team == team, attempt.c.id == attempt_id, attempt.c.generation == generation
    ended = sa.update(attempt).where(*mine, taken).values(state=state, error=error, ended_at=ended_at)
    return ended.returning(attempt.c.id)


def hand_in(tx: Tx, assignment: Assignment, draft: Draft) -> str:
    """Keep a checked draft, put it on its reviewer's shelf, and return the new item's key; '' while others of several
    side by side are still made.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    task = end(tx, assignment, AttemptState.DONE)
    spent = spent_on(tx, task.team, task.id, assignment.version)
    draft = replace(draft, version=assignment.version, base=assignment.previous.version if assignment.previous else 0)
    save_draft(tx, task, draft, spent)
    return finish(tx, task, batch_of(tx, assignment), draft) or ""


def end(tx: Tx, assignment: Assignment, state: AttemptState, error: str = "") -> Task:
    """Change the state of a running attempt to `state`, and return its task.

    Raises:
        Stale: the attempt was canceled or taken up by another worker.
    """
    mine = assignment.team, assignment.attempt, assignment.generation
    ended_at = None if state == AttemptState.ASKING else tx.now
    if _ended.first(tx.conn, *mine, state=state, error=error, ended_at=ended_at) is None:
        raise Stale("This attempt was ended meanwhile; its result is not kept.")
    let_next(tx, assignment.task.team, assignment.task.assigner)
    return get_task(tx, assignment.task.team, assignment.task.id)
