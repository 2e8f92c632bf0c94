"""The item that makes room with the least attention."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import ripe_at, undecided
from storage.prepared import Statement
from storage.rules import effort
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.tables import item


def quickest(read: Read, reviewer: Person) -> tuple[int, float] | None:
    """Return the item (id, minutes) that makes room with the least attention; None when nothing waits, or all of it
    is put off. Resting items come last, since they hold nothing up; answers and retries late, since with them the work
    only goes on."""
    rows = _efforts.all(read.conn, reviewer.team, reviewer.user, read.wall)

    def order(row: Any) -> tuple[bool, bool, float, int]:
        return row.rest, row.kind != Kind.DRAFT, effort.minutes(row.words, row.doubts), row.id

    first = min(rows, key=order, default=None)
    return (first.id, effort.minutes(first.words, first.doubts)) if first is not None else None


@Statement
def _efforts(team: str, user: str, wall: datetime) -> sa.Select[Any]:
    """What the open items of a reviewer take."""
    here = item.c.stands_for == "", item.c.remedy != str(Remedy.DELIVERY)
    columns = item.c.id, item.c.kind, item.c.words, item.c.doubts, item.c.rest
    return sa.select(*columns).where(*undecided(team, user), *here, ripe_at(wall))
