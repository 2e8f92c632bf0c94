"""An attempt failed, with a reason."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.posting import tell_admins
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.finishing import finish
from storage.ledger.work.working import end
from storage.rules.values.attempt import AttemptState
from storage.rules.values.item import Remedy
from storage.rules.words import clean
from storage.tables import attempt


def fail(
    tx: Tx,
    team: str,
    attempt_id: int,
    why: str,
    generation: int | None = None,
    broken: str = "",
    remedy: Remedy = Remedy.BRIEF,
) -> None:
    """Give up an attempt; a problem item tells its reviewer why, in plain words, with Retry.

    Args:
        broken: what it is that only who runs the installation can mend, who hears of it.
        remedy: what may help, beside trying again.

    Raises:
        Stale: it ended otherwise meanwhile.
    """
    row = tx.conn.execute(sa.select(attempt).where(attempt.c.team == team, attempt.c.id == attempt_id)).one()
    fence = row.generation if generation is None else generation
    assignment = Assignment(
        attempt=attempt_id,
        generation=fence,
        task=get_task(tx, team, row.task_id),
        version=row.draft_version,
        previous=None,
        points=(),
        note="",
    )
    why = clean(why)
    if broken:
        why = f"{why.rstrip('. ')}."
        lead = f"{assignment.task.brief.worker} can't work on {assignment.task.name}: {why}"
        text = f"{lead} When it is fixed, press Retry on the waiting cards."
        told = tell_admins(tx, team, text, broken)
        why = f"{why} {'An administrator was told.' if told else 'Who runs Sluice can fix it.'}"
    task = end(tx, assignment, AttemptState.FAILED, why)
    finish(tx, task, row.batch, last=None, why=why, remedy=remedy)
