"""Which messages wait while their reader works through a collection."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import reader_of
from storage.ledger.shelf.attention import LOOK, busy_until
from storage.rules.jobs import JobKind
from storage.rules.pages.messages import Post
from storage.rules.posts import BEHIND_A_COLLECTION, PostKind
from storage.tables import collected, collection, item, task


def held_until(read: Read, row: Post) -> datetime | None:
    """Return until when a message waits while its reader works through a collection; None when it may be sent."""
    if not (reader := reader_of(row)):
        return None
    if row.kind not in BEHIND_A_COLLECTION and not (row.kind is PostKind.DIGEST and _can_wait(read, row)):
        return None
    until = busy_until(read, row.team, reader)
    return min(until, read.now + LOOK) if until else None


def _can_wait(read: Read, row: Post) -> bool:
    """Whether a collection came by itself, and nothing in it is urgent."""
    conditions = collection.c.team == row.team, collection.c.id == int(row.subject), collection.c.kind == "single"
    urgent = (
        sa.select(task.c.id)
        .join_from(collected, item, item.c.id == collected.c.item_id)
        .join(task, task.c.id == item.c.task_id)
        .where(collected.c.team == row.team, collected.c.collection_id == int(row.subject))
        .where(item.c.team == row.team, task.c.team == row.team, task.c.urgent)
    )
    return (
        read.conn.execute(sa.select(collection.c.id).where(*conditions)).first() is not None
        and read.conn.execute(urgent).first() is None
    )


def put_off(tx: Tx, row: Post, until: datetime) -> None:
    """Promise a message for later, outside of the conversation's order: no other message waits for it."""
    tx.promise(row.team, JobKind.POST, row.id, after=until - tx.now, once=True)
