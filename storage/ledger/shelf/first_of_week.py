"""Whether a collection is the first of its week."""

from datetime import date

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.posts import PostKind
from storage.tables import collection, post


def is_first_of_week(read: Read, team: str, reviewer: str, slot: str, before: int | None = None) -> bool:
    """Tell whether a slot is the first of its week that brings a person something.

    Args:
        before: the collection that it became; those without a message brought nothing, and do not count then.
    """
    mine = collection.c.team == team, collection.c.reviewer == reviewer, collection.c.channel == ""
    older = sa.select(collection.c.slot).where(*mine, collection.c.kind == "slot", collection.c.slot.is_not(None))
    if before is not None:
        told = sa.exists().where(
            post.c.team == collection.c.team,
            post.c.surface == str(PostKind.DIGEST),
            post.c.subject == sa.cast(collection.c.id, sa.String),
        )
        older = older.where(collection.c.id < before, told)
    last = read.conn.execute(older.order_by(collection.c.id.desc()).limit(1)).scalar()
    return last is None or _week(last) != _week(slot)


def _week(slot: str) -> tuple[int, int]:
    """Return the year and the week of a slot's local date."""
    year, week, _ = date.fromisoformat(slot.split(" ")[0]).isocalendar()
    return year, week
