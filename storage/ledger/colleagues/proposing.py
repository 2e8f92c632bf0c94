"""What a colleague hands in is kept, before it is submitted."""

from dataclasses import replace

import sqlalchemy as sa

from storage.columns import micros
from storage.ledger import people
from storage.ledger.colleagues.handed_message import redraw_handed
from storage.ledger.colleagues.workable import live_attempt, workable
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.shelf import owed
from storage.ledger.work.drafts import save_draft
from storage.rules.authority import Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import attachment, check, draft


def proposed(read: Read, claim: Claim, key: str) -> Draft | None:
    """Return what a person handed in and did not submit yet; None where there is nothing.

    Raises:
        Refused: as `workable`.
    """
    mine = workable(read, claim, key)
    return load_draft(read, claim.team, mine.task.id, mine.version)


def propose(tx: Tx, claim: Claim, key: str, handed: Draft, dedup: str | None = None) -> Task:
    """Keep what a person hands in as the version that they make, in the place of what they handed in before, and
    promise a look of the checks.

    Raises:
        Refused: as `workable`.
        Duplicate: Slack sent this before.
    """
    task = workable(tx, claim, key).task
    tx.once(claim.team, dedup, key)
    row = live_attempt(tx, task)
    _drop(tx, task, row.draft_version)
    made_by = f"handed in by {people.ensure(tx, claim.team, claim.user).mention}"
    save_draft(tx, task, replace(handed, version=row.draft_version, base=row.base, made_by=made_by), None)
    tx.note(claim.team, claim.user, Happening.PROPOSE, task.name, became=f"v{row.draft_version}")
    tx.promise(claim.team, JobKind.CHECK, f"{task.id}:{row.draft_version}:{micros(tx.now)}")
    redraw_handed(tx, task, row.draft_version)
    owed.redraw(tx, claim.team, claim.user, [task.id])
    return task


def _drop(tx: Tx, task: Task, version: int) -> None:
    """Delete what was handed in as a version and never submitted."""
    mine = draft.c.team == task.team, draft.c.task_id == task.id, draft.c.version == version
    for draft_id in tx.conn.execute(sa.select(draft.c.id).where(*mine)).scalars().all():
        for part in (check, attachment):
            tx.conn.execute(sa.delete(part).where(part.c.team == task.team, part.c.draft_id == draft_id))
    tx.conn.execute(sa.delete(draft).where(*mine))
