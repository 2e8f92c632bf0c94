"""Whether what a person asks for stands above already: the newest collection is open, and nothing is new since."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf import choosing, habits, owed, shelves
from storage.ledger.shelf.attention import newest_sent
from storage.ledger.shelf.waiting import ripe_at, undecided
from storage.prepared import Statement
from storage.rules.pages.bringing import Above
from storage.rules.people import Person
from storage.rules.values.place import Place
from storage.tables import collected, item


def _brought(team: str, collection_id: int) -> sa.Select[tuple[int]]:
    return sa.select(collected.c.item_id).where(collected.c.team == team, collected.c.collection_id == collection_id)


@Statement
def _counts(team: str, user: str, wall: datetime, collection_id: int) -> sa.Select[Any]:
    """How many things that a person can decide a collection has brought, and how many it has not."""
    there = item.c.id.in_(_brought(team, collection_id))
    counts: Any = sa.func.count(sa.case((there, 1))).label("there"), sa.func.count(sa.case((~there, 1))).label("behind")
    return sa.select(*counts).select_from(item).where(*undecided(team, user), ripe_at(wall))


def above(read: Read, person: Person) -> Above | None:
    """Return the message that shows what a person would be brought now; None where something is new, or nothing is
    open there."""
    newest = newest_sent(read, person.team, person.user)
    if newest is None or newest.sent_at is None:
        return None
    counts = _counts.first(read.conn, person.team, person.user, read.wall, newest.id)
    shelf = shelves.of_person(person, rest=True)
    if not counts.there or choosing.has_new(read, shelf, _brought(person.team, newest.id), newest.made_at):
        return None
    if habits.untold(read, person.team, person.user):
        return None
    if set(owed.choose(read, person, True, asked=True).ids) - set(newest.owed or ()):
        return None
    return Above(
        collection=newest.id,
        place=Place(newest.channel, newest.ts),
        sent_at=newest.sent_at,
        to_decide=counts.there,
        behind=counts.behind,
    )
