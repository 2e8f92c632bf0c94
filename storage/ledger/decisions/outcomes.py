"""What became of a post in Slack, and what follows from it: who is told, and what a decision's card says."""

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger import access, people, schedules
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions import delivering, undelivered
from storage.ledger.messages import posting
from storage.ledger.messages.redraws import redraw, redraw_collection
from storage.ledger.rows import get_task
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.messages import Post, Undelivered
from storage.rules.posts import NOT_THERE, SETTLED, DeliveryState, PostKind, PostState, delivery_state
from storage.rules.refusal import Refused
from storage.rules.values.place import Place
from storage.tables import change, collected, collection, delivery, item, post

OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})  # errors of Slack's where the app is no member
COMES_AGAIN = timedelta(hours=1)  # until a collection that direct messages refused is tried again
KEPT = timedelta(days=1)  # how long it is tried; its items come with the next collection all the same


def sent(tx: Tx, team: str, post_id: int, place: Place) -> None:
    """Note that Slack has a post; only now a collection takes its items over from older messages."""
    posting.sent(tx, team, post_id, place)
    row = posting.get_post(tx, team, post_id)
    if row.kind is PostKind.DIGEST:
        _take_over(tx, team, int(row.subject))
    _follow(tx, team, post_id)


def _take_over(tx: Tx, team: str, collection_id: int) -> None:
    """Have older messages show where their items went."""
    items = sa.select(collected.c.item_id).where(collected.c.team == team, collected.c.collection_id == collection_id)
    older = sa.select(collected.c.collection_id).where(collected.c.team == team, collected.c.item_id.in_(items))
    for other in tx.conn.execute(older.where(collected.c.collection_id != collection_id).distinct()).scalars().all():
        redraw_collection(tx, team, other)


def unknown(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack may have a post. The post is never sent again silently; its owner is told."""
    posting.unknown(tx, team, post_id, why)
    _follow(tx, team, post_id)


def withdrawn(tx: Tx, team: str, post_id: int) -> None:
    """Note that a post has nothing to say any more."""
    posting.withdrawn(tx, team, post_id)
    _follow(tx, team, post_id)


def failed(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack refuses a post, and tell who can do something about it; a collection stays and comes again."""
    row = posting.get_post(tx, team, post_id)
    if row.kind is PostKind.DIGEST and not row.error:  # it is refused for the first time
        _give_back(tx, team, int(row.subject))
    if row.kind is PostKind.DIGEST and not row.channel and tx.now - row.made_at < KEPT:
        posting.refused(tx, team, post_id, why)
        tx.promise(team, JobKind.POST, post_id, after=COMES_AGAIN)  # no lock: nothing waits behind it
        about = f"Slack does not take the collection of <@{row.owner}> in direct messages: {why}. It is kept."
        posting.tell_admins(tx, team, about, f"dm {row.owner} {why}")
        return
    if row.kind is PostKind.DELIVERY_FILE and _has_moved(tx, row):
        posting.send_again(tx, row, row.owner)
        return
    posting.failed(tx, team, post_id, why)
    _follow(tx, team, post_id)


def _has_moved(read: Read, row: Post) -> bool:
    """Whether a person had the message of a delivery brought to them while one of its files was still on its way."""
    delivery_id = delivering.delivery_of(row)
    parts = delivering.posts_of(read, row.team, delivery_id) if delivery_id is not None else ()
    message = next((part for part in parts if part.kind is PostKind.DELIVERY), row)
    return bool(row.channel) and (message.channel, message.thread) != (row.channel, row.thread)


def _follow(tx: Tx, team: str, post_id: int) -> None:
    """Tell who has to know, once for a delivery and all of its files."""
    row = posting.get_post(tx, team, post_id)
    delivery_id = delivering.delivery_of(row)
    if delivery_id is not None:
        _report(tx, team, delivery_id)
        row = next(p for p in delivering.posts_of(tx, team, delivery_id) if p.kind is PostKind.DELIVERY)
    about, state = _told(tx, team, row.id), posting.get_post(tx, team, post_id).state
    if about is not None:
        tx.promise(team, JobKind.REDRAW, about, once=True)
    elif state in NOT_THERE and row.kind is not PostKind.UNDELIVERED:
        owner = row.owner or schedules.who_set(tx, team, row.channel)
        # direct messages that refused a message refuse what tells of it, too
        if owner and (row.channel or delivery_id is not None or state == PostState.UNKNOWN):
            posting.put_post(tx, team, PostKind.UNDELIVERED, row.id, owner=owner)


def _told(read: Read, team: str, post_id: int) -> int | None:
    """Return the message that tells of a post that did not get there; None while there is none."""
    query = sa.select(post.c.id).where(
        post.c.team == team, post.c.surface == PostKind.UNDELIVERED, post.c.subject == str(post_id)
    )
    return read.conn.execute(query).scalar()


def _report(tx: Tx, team: str, delivery_id: int) -> None:
    """Let the decision's card say where the draft is now, and no more than that."""
    posts = delivering.posts_of(tx, team, delivery_id)
    states = {p.state for p in posts}
    became = delivery_state(states)
    mine = delivery.c.team == team, delivery.c.id == delivery_id
    was = tx.conn.execute(sa.select(delivery.c.state).where(*mine)).scalar_one()
    row = tx.conn.execute(
        sa.update(delivery).where(*mine).values(state=became).returning(delivery.c.decision_id, delivery.c.task_id)
    ).one()
    what = {DeliveryState.SENT: Happening.DELIVERED, DeliveryState.FAILED: Happening.UNDELIVERED}.get(became)
    if what and was != became:
        why = next((p.error for p in posts if p.error), "")
        tx.note(team, "", what, get_task(tx, team, row.task_id).name, why=why)
    item_id = delivering.save_result(tx, team, row.decision_id)
    redraw(tx, team, item_id)
    undelivered.note(tx, team, row.decision_id)


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


def deliver_again(tx: Tx, claim: Claim, key: str, here: bool = False) -> Post:
    """Promise again the parts of a post that did not arrive; with `here`, to the owner's direct messages.

    Raises:
        Refused: it is not theirs, or it is there.
    """
    row = access.post(tx, claim, Action.SEND_AGAIN, key)
    delivery_id = delivering.delivery_of(row)
    posts = delivering.posts_of(tx, claim.team, delivery_id) if delivery_id is not None else (row,)
    open_ones = [p for p in posts if p.state in NOT_THERE]
    if not open_ones:
        raise Refused("It is there, or on its way: nothing was sent again.")
    for p in open_ones:
        posting.send_again(tx, p, claim.user if here else "")
    tx.note(claim.team, claim.user, Happening.DELIVER_AGAIN, f"P-{row.id}", why="here" if here else "")
    return posting.get_post(tx, claim.team, row.id)


def told_of(read: Read, team: str, post_id: int) -> Undelivered:
    """Return what a person has to know of a post that did not arrive."""
    row = posting.get_post(read, team, post_id)
    delivery_id = delivering.delivery_of(row)
    if delivery_id is None:
        return _undelivered(read, row, "The collection" if row.kind is PostKind.DIGEST else "A message")
    parts = delivering.posts_of(read, team, delivery_id)
    delivered = delivering.delivered(read, team, delivery_id)
    name = f"{delivered.task.name} · {delivered.task.brief.title}" if delivered else "A result"
    trouble = _undelivered(read, next((part for part in parts if part.state not in SETTLED), row), name)
    taken = delivered is not None and row.owner != delivered.task.assigner
    return replace(trouble, taken_by=row.owner) if taken else trouble


def _undelivered(read: Read, row: Post, name: str) -> Undelivered:
    failures = change.c.team == row.team, change.c.subject == f"P-{row.id}", change.c.what == Happening.POST_FAILED
    times = read.conn.execute(sa.select(change.c.at).where(*failures).order_by(change.c.id)).scalars().all()
    owner = people.find(read, row.team, row.owner)
    zone = owner.zone if owner and owner.zone else read.terms.zone
    return Undelivered(post=row, name=name, again_at=times[-1] if times[1:] else None, zone=zone)


def let_in(tx: Tx, team: str, channel: str) -> None:
    """Promise again the posts that waited until the app was invited to a channel."""
    for row in posting.failed_in(tx, team, channel):
        if row.error in OUTSIDE:
            posting.send_again(tx, row)
