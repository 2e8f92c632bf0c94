"""The numbers that a person sets for themselves: how much may wait, and how much comes at once."""

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.work.gate import release
from storage.rules.authority import Action, Claim
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.tables import person

ROOM, MOST = range(1, 101), range(1, 21)


def set_limits(tx: Tx, claim: Claim, room: int | None = None, most: int | None = None) -> Person:
    """Set how much may wait for this person, or how much one collection brings; what a higher limit lets in starts.

    Raises:
        Refused: outside the range, or they may not.
    """
    access.person(tx, claim, Action.SETTINGS)
    check_limits(room, most)
    values = {k: v for k, v in (("room", room), ("most", most)) if v is not None}
    tx.conn.execute(sa.update(person).where(person.c.team == claim.team, person.c.user == claim.user).values(values))
    release(tx, claim.team, claim.user)  # a higher limit makes room
    return people.ensure(tx, claim.team, claim.user)


def check_limits(room: int | None, most: int | None) -> None:
    """Check that a person's limits are within their range.

    Raises:
        Refused: one is outside of it.
    """
    for value, allowed, words in ((room, ROOM, "limit"), (most, MOST, "most")):
        if value is not None and value not in allowed:
            raise Refused(
                f"“{words}” is a number from {allowed[0]} to {allowed[-1]}, for example: "
                f"/collect {words} {12 if words == 'limit' else 10}"
            )
