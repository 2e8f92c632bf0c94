"""The posts that a delivery is made of."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.messages.posting import get_post
from storage.prepared import PreparedRows
from storage.rules.pages.messages import Post
from storage.rules.posts import PostKind
from storage.tables import delivery, post


def delivery_of(row: Post) -> int | None:
    """Return the id of the delivery that a post is part of; None for any other post."""
    return int(row.subject.partition(":")[0]) if row.kind in (PostKind.DELIVERY, PostKind.DELIVERY_FILE) else None


_POSTS = PreparedRows(
    lambda _: (
        sa.select(post.c.id)
        .where(
            post.c.team == sa.bindparam("team_"),
            sa.or_(
                sa.and_(post.c.surface == str(PostKind.DELIVERY), post.c.subject == sa.bindparam("subject_")),
                sa.and_(post.c.surface == str(PostKind.DELIVERY_FILE), post.c.subject.like(sa.bindparam("files_"))),
            ),
        )
        .order_by(post.c.id)
    ),
    {"team_": post.c.team.type, "subject_": post.c.subject.type, "files_": post.c.subject.type},
)


def is_current(read: Read, team: str, delivery_id: int) -> bool:
    """Tell whether a delivery is of the last approval of its task that was to be delivered."""
    later = delivery.alias()
    same = sa.and_(later.c.team == delivery.c.team, later.c.task_id == delivery.c.task_id)
    newer = sa.select(later.c.id).join_from(
        delivery, later, sa.and_(same, later.c.decision_id > delivery.c.decision_id)
    )
    of_this = newer.where(delivery.c.team == team, delivery.c.id == delivery_id)
    return read.conn.execute(of_this.limit(1)).first() is None


def posts_of(read: Read, team: str, delivery_id: int) -> tuple[Post, ...]:
    """Return the posts of a delivery: its message first, then its files."""
    named = {"team_": team, "subject_": str(delivery_id), "files_": f"{delivery_id}:%"}
    return tuple(get_post(read, team, row.id) for row in _POSTS.all(read.conn, named))
