"""Whether what a person asks for stands above already: the newest collection is open, and nothing is new since."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf import choosing, habits, owed, shelves
from storage.ledger.shelf.attention import newest_sent
from storage.ledger.shelf.waiting import ripe, undecided
from storage.rules.pages.bringing import Above
from storage.rules.people import Person
from storage.rules.values.place import Place
from storage.tables import collected, item


def above(read: Read, person: Person) -> Above | None:
    """Return the message that shows what a person would be brought now; None where something is new, or nothing is
    open there."""
    newest = newest_sent(read, person.team, person.user)
    if newest is None or newest.sent_at is None:
        return None
    there = sa.select(collected.c.item_id).where(
        collected.c.team == person.team, collected.c.collection_id == newest.id
    )
    count = sa.select(sa.func.count()).select_from(item).where(*undecided(person.team, person.user), ripe(read))
    to_decide = read.conn.execute(count.where(item.c.id.in_(there))).scalar_one()
    shelf = shelves.of_person(person, rest=True)
    if not to_decide or choosing.has_new(read, shelf, there, newest.made_at):
        return None
    if habits.untold(read, person.team, person.user):
        return None
    if set(owed.choose(read, person, True, asked=True).ids) - set(newest.owed or ()):
        return None
    behind = read.conn.execute(count.where(item.c.id.not_in(there))).scalar_one()
    return Above(
        collection=newest.id,
        place=Place(newest.channel, newest.ts),
        sent_at=newest.sent_at,
        to_decide=to_decide,
        behind=behind,
    )
