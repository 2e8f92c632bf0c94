"""The checks look at what a colleague handed in."""

from typing import Any

import sqlalchemy as sa

from storage.columns import instant
from storage.ledger.colleagues.submitting import submit
from storage.ledger.colleagues.workable import live_attempt
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import owed
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.draft_parts import save_checks
from storage.rules import offers
from storage.rules.offers import Offer
from storage.rules.posts import PostKind
from storage.rules.values.check import DOUBTFUL
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import draft


def to_check(read: Read, team: str, key: str) -> tuple[Assignment, Draft] | None:
    """Return what was handed in, with its task, to be checked; None where that is of no use any more.

    Args:
        key: of the job: the task's id, the version, and when it was handed in.
    """
    row = _row(read, team, key)
    if row is None:
        return None
    task = get_task(read, team, row.task_id)
    handed = load_draft(read, team, task.id, row.version, files=True)
    if handed is None or handed.checks or not task.brief.worker.is_person or not _is_made(read, task, row.version):
        return None
    live = live_attempt(read, task)
    assignment = Assignment(
        attempt=live.id,
        generation=live.generation,
        task=task,
        version=row.version,
        previous=load_draft(read, team, task.id, row.base) if row.base else None,
        points=tuple(live.points),
        note=live.note,
    )
    return assignment, handed


def _row(read: Read, team: str, key: str) -> Any:
    task_id, version, at = (int(part) for part in key.split(":"))
    mine = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version
    return read.conn.execute(sa.select(draft).where(*mine, draft.c.made_at == instant(at))).first()


def _is_made(read: Read, task: Task, version: int) -> bool:
    """Whether a colleague works on this very version."""
    return offers.can(Offer.WORK, task) and live_attempt(read, task).draft_version == version


def checked(tx: Tx, team: str, key: str, seen: Draft) -> None:
    """Keep what the checks found. With nothing against it, it goes on by itself; else its worker alone is told."""
    if to_check(tx, team, key) is None:
        return
    row = _row(tx, team, key)
    mine = draft.c.team == team, draft.c.id == row.id
    tx.conn.execute(sa.update(draft).where(*mine).values(look_first=seen.look_first, remarks=list(seen.remarks)))
    save_checks(tx, team, row.id, seen.checks)
    task = get_task(tx, team, row.task_id)
    if not seen.found(*DOUBTFUL):
        submit(tx, task, row.version)
    if not owed.redraw_handed(tx, task.team, [(task.id, row.version)]):
        put_post(tx, team, PostKind.HANDED, f"{task.id}:{row.version}", owner=task.brief.worker.name)
    owed.redraw(tx, team, task.brief.worker.name, [task.id])
