"""What a colleague handed in goes on the reviewer's shelf."""

import sqlalchemy as sa

from storage.ledger.colleagues.workable import live_attempt, workable
from storage.ledger.core.ledger import Tx
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import owed
from storage.ledger.work.closing import close_items
from storage.ledger.work.readying import put_on_shelf
from storage.rules.authority import Claim
from storage.rules.lifecycle import Event
from storage.rules.refusal import Stale
from storage.rules.values.attempt import AttemptState
from storage.rules.values.task import Task
from storage.tables import attempt


def submit_anyway(tx: Tx, claim: Claim, key: str, version: int, dedup: str | None = None) -> Task:
    """Submit what was handed in, whatever the checks found.

    Raises:
        Refused: as `workable`.
        Stale: something else was handed in meanwhile.
        Duplicate: Slack sent this before.
    """
    mine = workable(tx, claim, key)
    if mine.version != version or load_draft(tx, claim.team, mine.task.id, version) is None:
        raise Stale(f"{mine.task.name} has changed meanwhile: hand it in once more.")
    tx.once(claim.team, dedup, key)
    submit(tx, mine.task, version)
    owed.redraw(tx, claim.team, claim.user, [mine.task.id])
    return get_task(tx, claim.team, mine.task.id)


def submit(tx: Tx, task: Task, version: int) -> None:
    """Submit a version of a colleague's to the reviewer's shelf."""
    user = task.brief.worker.name
    row = live_attempt(tx, task)
    ended = attempt.c.team == task.team, attempt.c.id == row.id
    tx.conn.execute(sa.update(attempt).where(*ended).values(state=AttemptState.DONE, ended_at=tx.now))
    close_items(tx, task, f"<@{user}> handed it in meanwhile.", user)
    put_on_shelf(tx, task, (version,), last=None, lost=(), event=Event.SUBMIT)
