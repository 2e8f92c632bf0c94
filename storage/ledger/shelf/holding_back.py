"""Which messages wait while their reader works through a collection."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import reader_of
from storage.ledger.shelf.attention import LOOK, busy_until
from storage.prepared import Statement
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
    which = row.team, int(row.subject)
    return _single.first(read.conn, *which) is not None and _urgent.first(read.conn, *which) is None


@Statement
def _single(team: str, collection_id: int) -> sa.Select[Any]:
    conditions = collection.c.team == team, collection.c.id == collection_id, collection.c.kind == "single"
    return sa.select(collection.c.id).where(*conditions)


@Statement
def _urgent(team: str, collection_id: int) -> sa.Select[Any]:
    """What is urgent in a collection."""
    items = sa.select(task.c.id).join_from(collected, item, item.c.id == collected.c.item_id)
    brought = collected.c.team == team, collected.c.collection_id == collection_id
    ours = item.c.team == team, task.c.team == team, task.c.urgent
    return items.join(task, task.c.id == item.c.task_id).where(*brought, *ours).limit(1)


def put_off(tx: Tx, row: Post, until: datetime) -> None:
    """Promise a message for later, outside of the conversation's order: no other message waits for it."""
    tx.promise(row.team, JobKind.POST, row.id, after=until - tx.now, once=True)
