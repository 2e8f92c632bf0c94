"""Whether anybody can have seen an item."""

import sqlalchemy as sa

from storage import tables
from storage.ledger.core.ledger import Read
from storage.rules.posts import PostKind, PostState
from storage.rules.values.item import Item
from storage.tables import collected, item


def was_shown(read: Read, target: Item) -> bool:
    """Tell whether a message that Slack has shows an item, or somebody opened it."""
    team = target.task.team
    mine = item.c.team == team, item.c.id == target.id
    if read.conn.execute(sa.select(item.c.opened_at).where(*mine)).scalar() is not None:
        return True
    sent = (
        sa.select(tables.post.c.id)
        .join_from(collected, tables.post, tables.post.c.subject == sa.cast(collected.c.collection_id, sa.String))
        .where(collected.c.team == team, collected.c.item_id == target.id)
        .where(
            tables.post.c.team == team, tables.post.c.surface == PostKind.DIGEST, tables.post.c.state == PostState.SENT
        )
    )
    return read.conn.execute(sent.limit(1)).first() is not None
