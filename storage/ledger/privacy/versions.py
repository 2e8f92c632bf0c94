"""The removal of old versions of closed tasks, with their files."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.privacy.erasing import erase_unused
from storage.ledger.privacy.keeping import Keep
from storage.ledger.privacy.retaining import STEP
from storage.ledger.rows.approved_versions import approved_versions
from storage.rules.lifecycle import CLOSED
from storage.tables import attachment, check, draft, task


def drop_versions(tx: Tx, team: str, keep: Keep, after: int = 0) -> int | None:
    """Delete old versions of closed tasks, among a step of a workspace's drafts.

    Args:
        after: the draft that the step before ended with.

    Returns:
        The draft that this step ended with; None at the end.
    """
    if keep.versions is None:
        return None
    rows = tx.conn.execute(_drafts(team, after)).all()
    before = tx.now - keep.versions
    old = [row for row in rows if row.version < row.draft_version and row.state in CLOSED and row.changed_at < before]
    approved = approved_versions(tx, team, {row.task_id: row.draft_version for row in old})
    ids = [row.id for row in old if row.version != approved[row.task_id]]
    if ids:
        drop_drafts(tx, team, ids)
    return rows[-1].id if rows else None


def _drafts(team: str, after: int) -> sa.Select[tuple[int, int, int, int, str, datetime]]:
    columns = draft.c.id, draft.c.task_id, draft.c.version, task.c.draft_version, task.c.state, task.c.changed_at
    query = sa.select(*columns).join_from(
        draft, task, sa.and_(task.c.id == draft.c.task_id, task.c.team == draft.c.team)
    )
    return query.where(draft.c.team == team, draft.c.id > after).order_by(draft.c.id).limit(STEP)


def drop_drafts(tx: Tx, team: str, ids: list[int]) -> None:
    """Delete drafts with their checks and files."""
    files = attachment.c.team == team, attachment.c.draft_id.in_(ids)
    hashes = set(tx.conn.execute(sa.select(attachment.c.sha256).where(*files)).scalars())
    tx.conn.execute(sa.delete(attachment).where(*files))
    tx.conn.execute(sa.delete(check).where(check.c.team == team, check.c.draft_id.in_(ids)))
    tx.conn.execute(sa.delete(draft).where(draft.c.team == team, draft.c.id.in_(ids)))
    erase_unused(tx, team, hashes)
