"""What lies ahead of a person: what came since the last collection, what that left, what has not started and why."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.held_streams import held_streams
from storage.ledger.shelf.pace import pace
from storage.ledger.shelf.waiting import ripe, undecided
from storage.rules import effort
from storage.rules.pages.ahead import Ahead
from storage.rules.people import Person
from storage.rules.values.task import State, Task
from storage.tables import item


def ahead(read: Read, person: Person, some: Sequence[Task]) -> Ahead:
    """Return what lies ahead of a person.

    Args:
        some: their open tasks.
    """
    mine = undecided(person.team, person.user)
    columns = item.c.brought_at, item.c.words, item.c.doubts, item.c.rest
    rows = read.conn.execute(sa.select(*columns).where(*mine, ripe(read))).all()
    left = [row for row in rows if row.brought_at is not None and not row.rest]
    resting = sum(row.rest for row in rows)
    brought = {row.brought_at for row in left}
    factor = pace(read, person.team, person.user) if left else 1.0
    waits = {each.stream_id for each in some if each.state is State.WAITING and each.stream_id is not None}
    return Ahead(
        fresh=len(rows) - len(left) - resting,
        left=len(left),
        left_at=min(brought, default=None),
        together=len(brought) <= 1,
        minutes=sum(effort.as_said(effort.minutes(row.words, row.doubts, factor)) for row in left),
        held=held_streams(read, person.team, waits),
    )
