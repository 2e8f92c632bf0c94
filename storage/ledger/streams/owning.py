"""Whose a stream is, before anything is done with it."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.streams.finding import find
from storage.ledger.work.owners import give_owner
from storage.rules.authority import Action, Claim, Roles
from storage.rules.values.stream import Stream
from storage.tables import stream, task


def owned(tx: Tx, claim: Claim, text: str, action: Action, channels: Collection[str] = ()) -> Stream:
    """Return a stream that a person may do something with; one without an owner gets one first.

    Raises:
        NoStream: there is none of theirs.
        Refused: it is somebody else's.
    """
    target = find(tx, claim, text, channels)
    owner = target.owner or give_owner(tx, claim.team, target.id, claim.user)
    if _has_left(tx, claim.team, owner):
        owner = _heir(tx, target)
    access.check(tx, claim, action, Roles(claim.team, owner))
    return target


def owner_now(read: Read, the_stream: Stream) -> str:
    """Return whose a stream is: its owner's; of one who left, the first assigner's in it who is a full member."""
    if the_stream.owner and not _has_left(read, the_stream.team, the_stream.owner):
        return the_stream.owner
    return _first_member(read, the_stream) or the_stream.owner


def _has_left(read: Read, team: str, user: str) -> bool:
    person = people.find(read, team, user)
    return person is None or not person.actor.may_be_member


def _heir(tx: Tx, the_stream: Stream) -> str:
    """Give a stream whose owner left to the first assigner in it who is a full member, and return who that is."""
    heir = _first_member(tx, the_stream)
    if heir:
        change_stream(tx, the_stream, owner=heir)
    return heir


def _first_member(read: Read, the_stream: Stream) -> str:
    of_stream = (
        task.c.team == the_stream.team,
        task.c.stream_id == the_stream.id,
        task.c.assigner.in_(people.members(read, the_stream.team)),
    )
    return read.conn.execute(sa.select(task.c.assigner).where(*of_stream).order_by(task.c.id).limit(1)).scalar() or ""


def change_stream(tx: Tx, the_stream: Stream, **values: Any) -> None:
    """Change the row of a stream."""
    mine = stream.c.team == the_stream.team, stream.c.id == the_stream.id
    tx.conn.execute(sa.update(stream).where(*mine).values(values))
