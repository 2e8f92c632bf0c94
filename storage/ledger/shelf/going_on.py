"""Collections that go on from each other: *Keep going* brings what none of them has shown yet."""

from collections.abc import Collection, Sequence
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.attention import BROUGHT
from storage.rules.people import Person
from storage.tables import collected, collection

TWICE = timedelta(seconds=10)  # within it, a second press is no wish for more
MOST = 100  # collections that are looked at


def shown(read: Read, team: str, user: str, after: int) -> Collection[int]:
    """Return the items that a collection shows, those before it that went on from each other, and all newer ones:
    nothing is taken out of a message that a person may have before them."""
    there = collected.c.team == team, collected.c.collection_id.in_(_together(read, team, user, after))
    return frozenset(read.conn.execute(sa.select(collected.c.item_id).where(*there)).scalars())


def _together(read: Read, team: str, user: str, after: int) -> Sequence[int]:
    mine = collection.c.team == team, collection.c.reviewer == user, collection.c.kind.in_(BROUGHT)
    query = sa.select(collection.c.id, collection.c.kind).where(*mine).order_by(collection.c.id.desc()).limit(MOST)
    newest = read.conn.execute(query).all()
    chain, before = [row.id for row in newest if row.id > after], [row for row in newest if row.id <= after]
    for row in before if before and before[0].id == after else ():  # a channel's is not among them
        chain.append(row.id)
        if row.kind != "on":
            break
    return [after, *chain]


def gone_on(read: Read, person: Person, after: int) -> int:
    """Return the collection to which a person went on from this one a moment ago; 0 for none."""
    mine = collection.c.team == person.team, collection.c.reviewer == person.user, collection.c.kind == "on"
    lately = collection.c.id > after, collection.c.made_at > read.now - TWICE
    return read.conn.execute(sa.select(sa.func.max(collection.c.id)).where(*mine, *lately)).scalar() or 0
