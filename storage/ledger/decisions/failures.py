"""What becomes of a post that Slack refuses."""

from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions import delivery_posts
from storage.ledger.decisions.following import follow
from storage.ledger.messages import posting
from storage.rules.jobs import JobKind
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind
from storage.tables import collected, collection, item

COMES_AGAIN = timedelta(hours=1)  # until a collection that direct messages refused is tried again
KEPT = timedelta(days=1)  # how long it is tried; its items come with the next collection all the same


def record_failure(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack refuses a post, and tell who can do something about it; a collection stays and comes again."""
    row = posting.get_post(tx, team, post_id)
    if row.kind is PostKind.DIGEST and not row.error:  # it is refused for the first time
        _give_back(tx, team, int(row.subject))
    if row.kind is PostKind.DIGEST and not row.channel and tx.now - row.made_at < KEPT:
        posting.mark_refused(tx, team, post_id, why)
        tx.promise(team, JobKind.POST, post_id, after=COMES_AGAIN)  # no lock: nothing waits behind it
        about = f"Slack does not take the collection of <@{row.owner}> in direct messages: {why}. It is kept."
        posting.tell_admins(tx, team, about, f"dm {row.owner} {why}")
        return
    if row.kind is PostKind.DELIVERY_FILE and _has_moved(tx, row):
        posting.send_again(tx, row, row.owner)
        return
    posting.mark_failed(tx, team, post_id, why)
    follow(tx, posting.get_post(tx, team, post_id))


def _has_moved(read: Read, row: Post) -> bool:
    """Whether a person had the message of a delivery brought to them while one of its files was still on its way."""
    delivery_id = delivery_posts.delivery_of(row)
    parts = delivery_posts.posts_of(read, row.team, delivery_id) if delivery_id is not None else ()
    message = next((part for part in parts if part.kind is PostKind.DELIVERY), row)
    return bool(row.channel) and (message.channel, message.thread) != (row.channel, row.thread)


def _give_back(tx: Tx, team: str, collection_id: int) -> None:
    """Let a collection that nobody saw not count as one that was left."""
    slot = sa.select(collection.c.id).where(
        collection.c.team == team,
        collection.c.id == collection_id,
        collection.c.kind == "slot",
        collection.c.channel == "",
    )
    query = sa.select(collected.c.item_id).where(collected.c.team == team, collected.c.collection_id.in_(slot))
    items = item.c.team == team, item.c.id.in_(query), item.c.left_count > 0
    tx.conn.execute(sa.update(item).where(*items).values(left_count=item.c.left_count - 1, rest=False))
