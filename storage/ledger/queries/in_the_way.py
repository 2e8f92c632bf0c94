"""What a person's lists say above all: work is stopped, or a message may not have got to them."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.posts import PostKind, PostState
from storage.tables import post, workspace


def in_the_way(read: Read, team: str, user: str) -> Any:
    """Return in one row who stopped all work, why Slack did not take a person's newest collection, and where something
    may be of which they may not have heard."""
    stopped = sa.select(workspace.c.stopped_by).where(workspace.c.team == team)
    mine = (
        post.c.team == team,
        post.c.surface == PostKind.DIGEST,
        post.c.owner == user,
        post.c.state != PostState.WITHDRAWN,
    )
    unreached = sa.select(post.c.error).where(*mine).order_by(post.c.id.desc()).limit(1)
    columns = {"stopped_by": stopped, "unreached": unreached, "unsure": _unsure(team, user)}
    return read.conn.execute(sa.select(*(query.scalar_subquery().label(name) for name, query in columns.items()))).one()


def _unsure(team: str, user: str) -> sa.Select[Any]:
    """Return the query of the place of the newest post that may be in Slack, as the notice of it may be."""
    notice = post.alias("notice")
    told = notice.c.team == team, notice.c.owner == user, notice.c.surface == PostKind.UNDELIVERED
    about = sa.and_(post.c.team == notice.c.team, post.c.id == sa.cast(notice.c.subject, sa.BigInteger))
    open_yet = notice.c.state == PostState.UNKNOWN, post.c.state.in_((PostState.UNKNOWN, PostState.FAILED))
    query = sa.select(post.c.channel).join_from(notice, post, about).where(*told, *open_yet)
    return query.order_by(notice.c.id.desc()).limit(1)
