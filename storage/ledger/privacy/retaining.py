"""How long things are kept, and their removal in small steps, so that nobody waits for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.history.sealing import drop_sealed
from storage.ledger.privacy.erasing import erase_unused
from storage.rules.lifecycle import CLOSED
from storage.rules.posts import PostKind
from storage.tables import attachment, check, delivery, draft, inbox, post, task, workspace

STEP = 500  # rows of one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """The times for which data is kept; None for ever.

    Attributes:
        requests: what Slack sent, and what waited there for an answer.
        versions: of a closed task, the drafts before the last, with their files.
        deliveries: of approved drafts, where they went, and our record of those messages.
        changes: what happened to tasks, people and messages.
        uninstalled: of a workspace where the app was uninstalled, all.
    """

    requests: timedelta = timedelta(days=30)
    versions: timedelta | None = timedelta(days=365)
    deliveries: timedelta | None = timedelta(days=730)
    changes: timedelta | None = timedelta(days=1095)
    uninstalled: timedelta = timedelta(days=30)


def teams(read: Read) -> Sequence[str]:
    """Return the workspaces of the installation."""
    return read.conn.execute(sa.select(workspace.c.team)).scalars().all()


def drop_requests(tx: Tx, team: str, keep: Keep) -> int:
    """Delete a step of what Slack sent too long ago, and return how many rows."""
    old = inbox.c.team == team, inbox.c.at < tx.now - keep.requests
    keys = tx.conn.execute(sa.select(inbox.c.key).where(*old).order_by(inbox.c.at).limit(STEP)).scalars().all()
    return tx.conn.execute(sa.delete(inbox).where(inbox.c.team == team, inbox.c.key.in_(keys))).rowcount


def drop_changes(tx: Tx, team: str, keep: Keep) -> int:
    """Delete the oldest sealed range of a workspace's history, once all of it is old enough; return how many rows."""
    return 0 if keep.changes is None else drop_sealed(tx, team, tx.now - keep.changes)


def drop_deliveries(tx: Tx, team: str, keep: Keep) -> int:
    """Delete a step of a workspace's oldest deliveries, and return how many."""
    if keep.deliveries is None:
        return 0
    oldest = sa.select(delivery.c.id, delivery.c.made_at).where(delivery.c.team == team).order_by(delivery.c.id)
    rows = tx.conn.execute(oldest.limit(STEP)).all()
    ids = [row.id for row in rows if row.made_at < tx.now - keep.deliveries]
    conditions = post.c.team == team, post.c.surface == PostKind.DELIVERY, post.c.subject.in_([str(id_) for id_ in ids])
    tx.conn.execute(sa.delete(post).where(*conditions))
    return tx.conn.execute(sa.delete(delivery).where(delivery.c.team == team, delivery.c.id.in_(ids))).rowcount


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
    ids = [
        row.id for row in rows if row.version < row.draft_version and row.state in CLOSED and row.changed_at < before
    ]
    if ids:
        _drop_drafts(tx, team, ids)
    return rows[-1].id if rows else None


def _drafts(team: str, after: int) -> sa.Select[tuple[int, int, int, str, datetime]]:
    columns = draft.c.id, draft.c.version, task.c.draft_version, task.c.state, task.c.changed_at
    query = sa.select(*columns).join_from(
        draft, task, sa.and_(task.c.id == draft.c.task_id, task.c.team == draft.c.team)
    )
    return query.where(draft.c.team == team, draft.c.id > after).order_by(draft.c.id).limit(STEP)


def _drop_drafts(tx: Tx, team: str, ids: list[int]) -> None:
    files = attachment.c.team == team, attachment.c.draft_id.in_(ids)
    hashes = set(tx.conn.execute(sa.select(attachment.c.sha256).where(*files)).scalars())
    tx.conn.execute(sa.delete(attachment).where(*files))
    tx.conn.execute(sa.delete(check).where(check.c.team == team, check.c.draft_id.in_(ids)))
    tx.conn.execute(sa.delete(draft).where(draft.c.team == team, draft.c.id.in_(ids)))
    erase_unused(tx, team, hashes)
