"""Where an item's card stands: the newest message of its reviewer's own that shows it, as far as Slack has it."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_items import find_item
from storage.prepared import Statement
from storage.rules.posts import PostKind, PostState
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.tables import collected, collection, post


@Statement
def _card(team: str, item_id: int, reviewer: str) -> sa.Select[Any]:
    sent = post.c.state == str(PostState.SENT), post.c.ts != ""
    return (
        sa.select(post.c.channel, post.c.ts)
        .join_from(collected, collection, collection.c.id == collected.c.collection_id)
        .join(post, post.c.subject == sa.cast(collection.c.id, sa.String))
        .where(collected.c.team == team, collected.c.item_id == item_id)
        .where(collection.c.team == team, collection.c.reviewer == reviewer, collection.c.channel == "")
        .where(post.c.team == team, post.c.surface == str(PostKind.DIGEST), *sent)
        .order_by(collection.c.id.desc())
        .limit(1)
    )


def card_of(read: Read, team: str, item_id: int, reviewer: str) -> Place:
    """Return the message that shows an item to its reviewer; an empty place where none does."""
    row = _card.first(read.conn, team, item_id, reviewer)
    return Place(row.channel, row.ts) if row else Place("")


def with_card(read: Read, item: Item) -> Item:
    """Return an item that knows whether its reviewer has a card of it."""
    place = card_of(read, item.task.team, item.id, item.task.reviewer)
    return replace(item, on_card=bool(place.channel))


def find_with_card(read: Read, team: str, key: str) -> Item | None:
    """Return an item by its key, with whether there is a card of it; None where there is no such item."""
    item = find_item(read, team, key)
    return with_card(read, item) if item is not None else None
