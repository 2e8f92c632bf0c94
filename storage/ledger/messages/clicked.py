"""Whether a click came from a message of ours that shows its item."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.posting import find_at
from storage.rules.authority import UNKNOWN
from storage.rules.posts import PostKind, PostState
from storage.rules.refusal import Reason, Refused
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.tables import collected, post


def check_place(tx: Tx, item: Item, shown: Sequence[Any], place: Place | None) -> int | None:
    """Check that the clicked message is ours and shows this item, or that Slack kept it without telling us.

    Args:
        shown: the messages that show it.

    Returns:
        The id of the post when it is an answer to somebody's words; None when it is another message.

    Raises:
        Refused: a forwarded copy or a forged container.
    """
    team = item.task.team
    if place is None or any((row.channel, row.ts) == (place.channel, place.ts) for row in shown):
        return None
    at = find_at(tx, team, place)
    if at is None:
        _adopt(tx, team, item, place)
        return None
    if at.kind is PostKind.DIGEST:  # one that does not show it
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return at.id if at.kind is PostKind.REPLY else None


def _adopt(tx: Tx, team: str, item: Item, place: Place) -> None:
    lost = tx.conn.execute(
        sa.select(post.c.id)
        .join_from(
            post,
            collected,
            sa.and_(post.c.subject == sa.cast(collected.c.collection_id, sa.String), collected.c.team == post.c.team),
        )
        .where(
            post.c.team == team,
            post.c.surface == PostKind.DIGEST,
            post.c.state.in_((PostState.SENDING, PostState.UNKNOWN)),
            post.c.channel.in_(("", place.channel)),
            collected.c.item_id == item.id,
        )
    ).first()
    if lost is None:
        raise Refused("This copy of the message is not mine. Use the original, or /sluice.")
    tx.conn.execute(
        sa.update(post)
        .where(post.c.team == team, post.c.id == lost.id)
        .values(state=PostState.SENT, channel=place.channel, ts=place.ts, sent_at=tx.now)
    )
