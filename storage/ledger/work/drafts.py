"""A draft as it was handed in: its words, its checks, and its files, each content once."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows import load_drafts
from storage.rules.values.check import Check
from storage.rules.values.draft import Draft
from storage.rules.values.spent import Spent
from storage.rules.values.task import Task
from storage.tables import attachment, blob, check, draft, item


def save_draft(tx: Tx, task: Task, the_draft: Draft, spent: Spent | None) -> None:
    """Keep a draft as a new version of its task.

    Args:
        spent: what its attempts took; None where no model was asked.
    """
    saved = tx.conn.execute(
        sa.insert(draft).returning(draft.c.id),
        {
            "team": task.team,
            "task_id": task.id,
            "version": the_draft.version,
            "title": the_draft.title,
            "summary": the_draft.summary,
            "answer": the_draft.answer,
            "look_first": the_draft.look_first,
            "body": the_draft.body,
            "made_by": the_draft.made_by,
            "made_at": tx.now,
            "base": the_draft.base,
            "remarks": list(the_draft.remarks),
            "missing": list(the_draft.missing),
            "spent": asdict(spent) if spent else None,
            "change": asdict(the_draft.change) if the_draft.change else None,
            "edited_by": the_draft.edited_by,
        },
    ).scalar_one()
    _save_parts(tx, task.team, saved, the_draft)


def worked_on(read: Read, task: Task, version: int) -> int:
    """Return the version that a worker handed in and that people made another of by editing it; itself where nobody
    did."""
    query = sa.select(draft.c.base, draft.c.edited_by).where(draft.c.team == task.team, draft.c.task_id == task.id)
    while (row := read.conn.execute(query.where(draft.c.version == version)).first()) and row.edited_by:
        version = row.base
    return version


def beside(read: Read, task: Task, version: int) -> tuple[Draft, ...]:
    """Return the drafts that were offered beside a version for its reviewer to choose from."""
    several = item.c.team == task.team, item.c.task_id == task.id, item.c.versions.is_not(None)
    offers = read.conn.execute(sa.select(item.c.versions).where(*several).order_by(item.c.id.desc())).scalars()
    offered: list[int] = next((offer for offer in offers if offer and version in offer), [])
    drafts = load_drafts(read, task.team, {(task.id, other) for other in offered if other != version})
    return tuple(drafts[task.id, other] for other in offered if (task.id, other) in drafts)


def save_checks(tx: Tx, team: str, draft_id: int, checks: Sequence[Check]) -> None:
    """Keep what was found about each criterion of a draft."""
    rows = [
        {"team": team, "draft_id": draft_id, "criterion": c.criterion, "finding": c.finding, "evidence": c.evidence}
        | {"must": c.must}
        for c in checks
    ]
    if rows:
        tx.conn.execute(sa.insert(check), rows)


def _save_parts(tx: Tx, team: str, draft_id: int, draft: Draft) -> None:
    save_checks(tx, team, draft_id, draft.checks)
    for file in draft.files:
        digest = hashlib.sha256(file.data).hexdigest()
        row = tx.conn.execute(sa.select(blob.c.sha256).where(blob.c.team == team, blob.c.sha256 == digest)).first()
        if row is None:
            tx.conn.execute(sa.insert(blob), {"team": team, "sha256": digest, "data": file.data})
        tx.conn.execute(
            sa.insert(attachment),
            {"team": team, "draft_id": draft_id, "name": file.name, "media_type": file.media_type, "sha256": digest},
        )
