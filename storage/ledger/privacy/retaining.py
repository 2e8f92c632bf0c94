"""The removal of what was kept long enough, in small steps, so that nobody waits for it."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.history.sealing import drop_sealed
from storage.ledger.privacy.keeping import Keep
from storage.ledger.work.newcomers import ANSWERS
from storage.rules.posts import PostKind
from storage.rules.told import STUCK
from storage.tables import delivery, inbox, post, workspace

STEP = 500  # rows of one transaction


def teams(read: Read) -> Sequence[str]:
    """Return the workspaces of the installation."""
    return read.conn.execute(sa.select(workspace.c.team)).scalars().all()


def drop_requests(tx: Tx, team: str, keep: Keep) -> int:
    """Delete a step of what Slack sent too long ago, and return how many rows."""
    asked = [inbox.c.key.startswith(prefix) for prefix in (*ANSWERS, STUCK)]  # they hold until it changes
    old = inbox.c.team == team, inbox.c.at < tx.now - keep.requests, sa.not_(sa.or_(*asked))
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
    _drop_files(tx, team, ids)
    return tx.conn.execute(sa.delete(delivery).where(delivery.c.team == team, delivery.c.id.in_(ids))).rowcount


def _drop_files(tx: Tx, team: str, ids: Collection[int]) -> None:
    """Delete the posts of files that older releases made of deliveries."""
    files = sa.select(post.c.id, post.c.subject).where(post.c.team == team, post.c.surface == PostKind.DELIVERY_FILE)
    gone = [row.id for row in tx.conn.execute(files) if int(row.subject.partition(":")[0]) in ids]
    tx.conn.execute(sa.delete(post).where(post.c.team == team, post.c.id.in_(gone)))
