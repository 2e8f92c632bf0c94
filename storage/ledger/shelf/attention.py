"""Whether a person is working through a collection: until they are done, only what they ask for comes after it."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf import seat
from storage.ledger.shelf.waiting import live_decision, ripe
from storage.prepared import Statement
from storage.rules.posts import PostKind, PostState
from storage.tables import collected, collection, item, post

LOOK = timedelta(seconds=30)  # until another look whether they are done
BROUGHT = ("slot", "now", "on")  # kinds of collections that a person works through; the last goes on from another


def busy_until(read: Read, team: str, user: str) -> datetime | None:
    """Return until when a person counts as working through their newest collection, on its cards or in a sitting; None
    when they do not."""
    course = seat.live(read, team, user)
    if course is not None and course.shown_at is not None and read.now < course.shown_at + read.terms.alone:
        return course.shown_at + read.terms.alone
    newest = newest_sent(read, team, user)
    if newest is None or newest.sent_at is None:
        return None
    seen: datetime = max(newest.tapped_at or newest.sent_at, newest.sent_at)
    if seen > read.now + LOOK:  # by a clock that was set back since
        return None
    until = seen + read.terms.alone
    return until if until > read.now and _is_open(read, team, newest.id) else None


def newest_sent(read: Read, team: str, user: str) -> Any:
    """Return the row of a person's newest collection of their own that Slack has, with its place; None for none."""
    return _newest_sent.first(read.conn, team, user)


@Statement
def _newest_sent(team: str, user: str) -> sa.Select[Any]:
    mine = collection.c.team == team, collection.c.reviewer == user, collection.c.channel == ""
    columns = collection.c.id, collection.c.made_at, collection.c.tapped_at, collection.c.owed
    return (
        sa.select(*columns, post.c.channel, post.c.ts, post.c.sent_at)
        .join_from(collection, post, post.c.subject == sa.cast(collection.c.id, sa.String))
        .where(*mine, collection.c.kind.in_(BROUGHT))
        .where(post.c.team == team, post.c.surface == PostKind.DIGEST, post.c.state == PostState.SENT)
        .order_by(collection.c.id.desc())
        .limit(1)
    )


def _is_open(read: Read, team: str, collection_id: int) -> bool:
    """Whether a collection shows anything that is not decided."""
    undecided = (
        sa.select(item.c.id)
        .join_from(collected, item, item.c.id == collected.c.item_id)
        .where(collected.c.team == team, collected.c.collection_id == collection_id)
        .where(item.c.team == team, item.c.closed_at.is_(None), ~live_decision(), ripe(read))
    )
    return read.conn.execute(undecided.limit(1)).first() is not None
