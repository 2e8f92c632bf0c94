"""A person's own slot, once it is claimed."""

import sqlalchemy as sa

from storage.ledger.collections.leaving import leave
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.shelf import choosing, first_of_week, resting, shelves
from storage.ledger.shelf.bringing import Shown, collect, slot_name
from storage.ledger.shelf.choosing import Choice
from storage.ledger.work import lateness
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.values.schedule import Slot
from storage.tables import person


def person_slot(tx: Tx, the_person: Person, schedule_id: int, slot: Slot, choice: Choice | None) -> Shown | None:
    """Bring what a person's slot brings; return None where nothing is ready, or they are no full member."""
    if the_person.actor.outside is not None:
        return None
    if lateness.sweep(tx, the_person.team, the_person.user, choice.at if choice else None):
        choice = None  # it was made without what is late
    first = first_of_week.is_first_of_week(tx, the_person.team, the_person.user, slot_name(slot))
    made = collect(tx, shelves.of_person(the_person), choice, kind="slot", schedule=schedule_id, slot=slot)
    if made is not None and made.again:
        leave(tx, the_person.team, made.again)
    rest = resting.often(tx, the_person.team, the_person.user) if made is None and first else None
    if rest:
        key = f"rest:{the_person.user}:{slot_name(slot)}"
        tx.once(the_person.team, key, kept={"text": rest.line})
        put_post(tx, the_person.team, PostKind.LINE, key, owner=the_person.user)
    if made is None and not choosing.is_on_its_way(tx, the_person):
        tx.conn.execute(
            sa.update(person)
            .where(person.c.team == the_person.team, person.c.user == the_person.user)
            .values(quiet_at=slot.at)
        )
    return made
