"""What became of a post in Slack, where that is no refusal."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.following import follow
from storage.ledger.messages import posting
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.shelf import owed
from storage.prepared import Statement
from storage.rules.posts import PostKind
from storage.rules.values.place import Place
from storage.tables import collected


def record_sent(tx: Tx, team: str, post_id: int, place: Place) -> None:
    """Note that Slack has a post; only now a collection takes its items over from older messages."""
    sent = posting.mark_sent(tx, team, post_id, place)
    if sent.kind is PostKind.DIGEST:
        _take_over(tx, team, int(sent.subject))
    follow(tx, sent)


def _take_over(tx: Tx, team: str, collection_id: int) -> None:
    """Have older messages show where their items went."""
    for other in _older.all(tx.conn, team, collection_id):
        redraw_collection(tx, team, other.collection_id)
    owed.take_over(tx, team, collection_id)


@Statement
def _older(team: str, collection_id: int) -> sa.Select[Any]:
    """The other collections that brought an item of this one."""
    items = sa.select(collected.c.item_id).where(collected.c.team == team, collected.c.collection_id == collection_id)
    older = sa.select(collected.c.collection_id).where(collected.c.team == team, collected.c.item_id.in_(items))
    return older.where(collected.c.collection_id != collection_id).distinct()


def record_unknown(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack may have a post. The post is never sent again silently; its owner is told."""
    posting.mark_unknown(tx, team, post_id, why)
    follow(tx, posting.get_post(tx, team, post_id))


def record_withdrawn(tx: Tx, team: str, post_id: int) -> None:
    """Note that a post has nothing to say any more."""
    posting.mark_withdrawn(tx, team, post_id)
    follow(tx, posting.get_post(tx, team, post_id))
