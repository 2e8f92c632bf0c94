"""What a colleague hands in is kept, before it is submitted."""

from dataclasses import replace

import sqlalchemy as sa

from storage.columns import micros
from storage.ledger import people
from storage.ledger.colleagues.workable import live_attempt, workable
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import find_task
from storage.ledger.shelf import owed
from storage.ledger.work.drafts import save_draft
from storage.rules.authority import Claim
from storage.rules.handed_in import makers_of
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import attachment, check, draft


def proposed(read: Read, claim: Claim, key: str) -> Draft | None:
    """Return what a person handed in and did not submit yet, also before the task was held and went on as the next
    version; None where there is nothing.

    Raises:
        Refused: as `workable`.
    """
    mine = workable(read, claim, key)
    return load_draft(read, claim.team, mine.task.id, mine.version, files=True) or written(read, claim, key)


def written(read: Read, claim: Claim, key: str) -> Draft | None:
    """Return the last text that a person handed in for a task and never submitted, whoever works on it now; None where
    there is none. Nobody else's text is ever shown."""
    target = find_task(read, claim.team, key=key)
    if target is None:
        return None
    makers = makers_of(claim.user, people.look_up(read, claim.team, claim.user).mention)
    theirs = draft.c.made_by.in_(makers), draft.c.version > target.draft_version
    query = sa.select(sa.func.max(draft.c.version)).where(draft.c.team == claim.team, draft.c.task_id == target.id)
    version = read.conn.execute(query.where(*theirs)).scalar()
    return load_draft(read, claim.team, target.id, version, files=True) if version else None


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
    made = replace(handed, version=row.draft_version, base=row.base, handed_by=claim.user)
    save_draft(tx, task, made, None)
    tx.note(claim.team, claim.user, Happening.PROPOSE, task.name, became=f"v{row.draft_version}")
    tx.promise(claim.team, JobKind.CHECK, f"{task.id}:{row.draft_version}:{micros(tx.now)}")
    owed.redraw(tx, claim.team, claim.user, [task.id])
    return task


def _drop(tx: Tx, task: Task, version: int) -> None:
    """Delete what was handed in as a version and never submitted."""
    mine = draft.c.team == task.team, draft.c.task_id == task.id, draft.c.version == version
    for draft_id in tx.conn.execute(sa.select(draft.c.id).where(*mine)).scalars().all():
        for part in (check, attachment):
            tx.conn.execute(sa.delete(part).where(part.c.team == task.team, part.c.draft_id == draft_id))
    tx.conn.execute(sa.delete(draft).where(*mine))
