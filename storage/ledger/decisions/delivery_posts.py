"""The posts that a delivery is made of."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages import posting
from storage.prepared import Statement
from storage.rules.pages.messages import Post
from storage.rules.posts import DeliveryState, PostKind
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from storage.tables import decision, delivery, item, post, task


def delivery_of(row: Post) -> int | None:
    """Return the id of the delivery that a post is part of; None for any other post."""
    return int(row.subject.partition(":")[0]) if row.kind in (PostKind.DELIVERY, PostKind.DELIVERY_FILE) else None


@Statement
def _posts(team: str, subject: str, files: str) -> sa.Select[Any]:
    words = sa.and_(post.c.surface == str(PostKind.DELIVERY), post.c.subject == subject)
    of_files = sa.and_(post.c.surface == str(PostKind.DELIVERY_FILE), post.c.subject.like(files))
    return sa.select(post).where(post.c.team == team, sa.or_(words, of_files)).order_by(post.c.id)


@Statement
def _current(team: str, delivery_id: int) -> sa.Select[tuple[int]]:
    """Return the query of a delivery that is of the last approval of its task."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    last = (
        sa.select(sa.func.max(decision.c.id))
        .join_from(decision, item, of_item)
        .where(decision.c.team == delivery.c.team, item.c.task_id == delivery.c.task_id, decision.c.undone_at.is_(None))
        .where(decision.c.verdict == str(Verdict.APPROVE), decision.c.effected_at.is_not(None))
        .where(item.c.kind == str(Kind.DRAFT))
    )
    approved = sa.and_(task.c.id == delivery.c.task_id, task.c.team == delivery.c.team)
    query = sa.select(delivery.c.id).join(task, approved).where(task.c.state == str(State.APPROVED))
    this = delivery.c.team == team, delivery.c.id == delivery_id, delivery.c.decision_id == last.scalar_subquery()
    return query.where(*this)


def is_current(read: Read, team: str, delivery_id: int) -> bool:
    """Tell whether a delivery is of the last approval of its task, and nobody has opened the task again since."""
    return _current.first(read.conn, team, delivery_id) is not None


def send_again(tx: Tx, part: Post, to: str = "") -> None:
    """Promise a part of a delivery, or any other post, again; what is on its way is no problem meanwhile.

    Args:
        to: whose direct messages it goes to; its first place where that is empty.
    """
    posting.send_again(tx, part, to)
    delivery_id = delivery_of(part)
    if delivery_id is not None:
        mine = delivery.c.team == part.team, delivery.c.id == delivery_id
        tx.conn.execute(sa.update(delivery).where(*mine).values(state=DeliveryState.PROMISED))


def posts_of(read: Read, team: str, delivery_id: int) -> tuple[Post, ...]:
    """Return the posts of a delivery: its message first, then its files."""
    return tuple(map(posting.post_of, _posts.all(read.conn, team, str(delivery_id), f"{delivery_id}:%")))
