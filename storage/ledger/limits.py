"""The numbers that a person sets for themselves: how much may wait, and how much comes at once."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.starting import release
from storage.rules.authority import Actor, check_member
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.tables import person

ROOM, MOST = range(1, 101), range(1, 21)


def set_limits(tx: Tx, actor: Actor, room: int | None = None, most: int | None = None) -> Person:
    """Set how much may wait for this person, or how much one collection brings; what a higher limit lets in starts.

    Raises:
        Refused: outside the range.
    """
    check_member(actor, actor.team)
    people.ensure(tx, actor.team, actor.user)
    for value, allowed, words in ((room, ROOM, "limit"), (most, MOST, "most")):
        if value is not None and value not in allowed:
            raise Refused(
                f"“{words}” is a number from {allowed[0]} to {allowed[-1]}, for example: "
                f"/collect {words} {12 if words == 'limit' else 10}"
            )
    values = {k: v for k, v in (("room", room), ("most", most)) if v is not None}
    tx.conn.execute(sa.update(person).where(person.c.team == actor.team, person.c.user == actor.user).values(values))
    release(tx, actor.team, actor.user)  # a higher limit makes room
    return people.ensure(tx, actor.team, actor.user)
