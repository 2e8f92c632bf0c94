"""The stream that comes first today: what a person says for the rest of their day."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.streams import finding
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.people import Person
from storage.rules.values.stream import Stream
from storage.tables import person, stream


def put_first(tx: Tx, claim: Claim, name: str) -> Stream:
    """Put a stream before all that is not urgent, until midnight of a person's zone; return it.

    Raises:
        NoStream: there is none of theirs with this name.
        Refused: they are no full member.
    """
    me = access.person(tx, claim, Action.SETTINGS)
    chosen = finding.find(tx, claim, name)
    _set(tx, claim, first_stream=chosen.id, first_day=me.local_day(tx.wall))
    tx.note(claim.team, claim.user, Happening.FIRST_TODAY, claim.user, became=str(chosen.id))
    return chosen


def put_none_first(tx: Tx, claim: Claim) -> bool:
    """End that a stream comes first; return whether one did.

    Raises:
        Refused: they are no full member.
    """
    me = access.person(tx, claim, Action.SETTINGS)
    _set(tx, claim, first_stream=None, first_day="")
    return me.first_on(tx.wall) is not None


def first_today(read: Read, me: Person) -> str:
    """Return the name of the stream that comes first for a person today; '' for none."""
    chosen = me.first_on(read.wall)
    mine = stream.c.team == me.team, stream.c.id == chosen
    return (read.conn.execute(sa.select(stream.c.name).where(*mine)).scalar() or "") if chosen else ""


def _set(tx: Tx, claim: Claim, **values: object) -> None:
    mine = person.c.team == claim.team, person.c.user == claim.user
    tx.conn.execute(sa.update(person).where(*mine).values(**values))
