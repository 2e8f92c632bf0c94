"""The item that makes room with the least attention."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import TEAM, USER, ripe_at, undecided
from storage.rules import effort
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.tables import item

_WALL: sa.BindParameter[Any] = sa.bindparam("wall_", type_=item.c.later_at.type)


def quickest(read: Read, reviewer: Person) -> tuple[int, float] | None:
    """Return the item (id, minutes) that makes room with the least attention; None when nothing waits, or all of it
    is put off. Resting items come last, since they hold nothing up; answers and retries late, since with them the work
    only goes on."""
    values = {"team_": reviewer.team, "user_": reviewer.user, "wall_": read.wall}
    rows = read.conn.execute(_efforts(), values).all()

    def order(row: Any) -> tuple[bool, bool, float, int]:
        return row.rest, row.kind != Kind.DRAFT, effort.minutes(row.words, row.doubts), row.id

    first = min(rows, key=order, default=None)
    return (first.id, effort.minutes(first.words, first.doubts)) if first is not None else None


@lru_cache
def _efforts() -> sa.Select[Any]:
    """Return the query of what the open items of a reviewer take."""
    return sa.select(item.c.id, item.c.kind, item.c.words, item.c.doubts, item.c.rest).where(
        *undecided(TEAM, USER), item.c.stands_for == "", item.c.remedy != str(Remedy.DELIVERY), ripe_at(_WALL)
    )
