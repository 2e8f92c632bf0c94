"""What follows from what became of a post: who is told, and what a decision's card says."""

import sqlalchemy as sa

from storage.ledger import schedules
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions import delivery_posts, results, undelivered
from storage.ledger.messages import posting
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.finding_tasks import get_task
from storage.prepared import Statement
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.messages import Post
from storage.rules.posts import NOT_THERE, DeliveryState, PostKind, PostState, delivery_state
from storage.tables import delivery, post


def follow(tx: Tx, became: Post) -> None:
    """Tell who has to know what became of a post, once for a delivery and all of its files."""
    team, delivery_id = became.team, delivery_posts.delivery_of(became)
    row = became if delivery_id is None else _report(tx, team, delivery_id)
    about, state = _told(tx, team, row.id), became.state
    if about is not None:
        tx.promise(team, JobKind.REDRAW, about, once=True)
    elif state in NOT_THERE and row.kind is not PostKind.UNDELIVERED:
        owner = row.owner or schedules.who_set(tx, team, row.channel)
        # direct messages that refused a message refuse what tells of it, too
        reaches = row.channel or delivery_id is not None or state == PostState.UNKNOWN
        if owner and reaches and not _add_to_notice(tx, row):
            posting.put_post(tx, team, PostKind.UNDELIVERED, row.id, owner=owner)


def _add_to_notice(tx: Tx, row: Post) -> bool:
    """Where a channel refused its collection before, and who set its times was told: let that message speak of the
    newest collection, which takes the place of the older ones. Return whether it does."""
    if row.kind is not PostKind.DIGEST or not row.channel or row.state is not PostState.FAILED:
        return False
    older = [one for one in posting.failed_in(tx, row.team, row.channel) if one.kind is row.kind and one.id != row.id]
    notice = next((told for one in reversed(older) if (told := _told(tx, row.team, one.id)) is not None), None)
    if notice is None:
        return False
    mine = post.c.team == row.team, post.c.id == notice
    tx.conn.execute(sa.update(post).where(*mine).values(subject=str(row.id)))
    for one in older:
        posting.mark_withdrawn(tx, row.team, one.id)
    tx.promise(row.team, JobKind.REDRAW, notice, once=True)
    return True


@Statement
def _notice(team: str, subject: str) -> sa.Select[tuple[int]]:
    about = post.c.surface == str(PostKind.UNDELIVERED), post.c.subject == subject
    return sa.select(post.c.id).where(post.c.team == team, *about)


@Statement
def _state(team: str, delivery_id: int) -> sa.Select[tuple[str]]:
    return sa.select(delivery.c.state).where(delivery.c.team == team, delivery.c.id == delivery_id)


@Statement
def _become(team: str, delivery_id: int, state: str) -> sa.Executable:
    mine = sa.update(delivery).where(delivery.c.team == team, delivery.c.id == delivery_id)
    return mine.values(state=state).returning(delivery.c.decision_id, delivery.c.task_id)


def _told(read: Read, team: str, post_id: int) -> int | None:
    """Return the message that tells of a post that did not get there; None while there is none."""
    row = _notice.first(read.conn, team, str(post_id))
    return row.id if row is not None else None


def _report(tx: Tx, team: str, delivery_id: int) -> Post:
    """Let the decision's card say where the draft is now, and no more than that; return the delivery's message."""
    posts = delivery_posts.posts_of(tx, team, delivery_id)
    states = {p.state for p in posts}
    became = delivery_state(states)
    was = _state.first(tx.conn, team, delivery_id).state
    row = _become.first(tx.conn, team, delivery_id, became)
    what = {DeliveryState.SENT: Happening.DELIVERED, DeliveryState.FAILED: Happening.UNDELIVERED}.get(became)
    if what and was != became:
        why = next((p.error for p in posts if p.error), "")
        tx.note(team, "", what, get_task(tx, team, row.task_id).name, why=why)
    item_id = results.save_result(tx, team, row.decision_id)
    redraw(tx, team, item_id)
    undelivered.note(tx, team, row.decision_id)
    return next(one for one in posts if one.kind is PostKind.DELIVERY)
