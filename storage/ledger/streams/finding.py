"""A stream as one person finds it: their own, those with tasks of theirs, those that a channel of theirs shows."""

import difflib
from collections.abc import Collection, Sequence

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.streams.stream_rows import CHANNEL, find_row, stream_of
from storage.ledger.streams.taking_part import streams_of, takes_part
from storage.ledger.work.filing import slug
from storage.rules.authority import Action, Claim
from storage.rules.refusal import Refused
from storage.rules.values.stream import Stream
from storage.tables import stream

NEAR, IDLE = 3, 5  # names that are offered, and streams without a task that Home shows


class NoStream(Refused):
    """The error that a person has no stream of a name; `near` has the names that they may have meant."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        super().__init__(f"You have no stream “{name[:60]}”.")
        self.name, self.near = name, tuple(near)


def find(read: Read, claim: Claim, text: str, channels: Collection[str] = ()) -> Stream:
    """Return a stream by its name, if there is anything in it for a person.

    Args:
        channels: those of the stream that the person is in.

    Raises:
        NoStream: there is none, or none of theirs, in the same words.
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    row = find_row(read, claim.team, text)
    if row is not None and (row.owner == claim.user or {row.channel, row.shown_in} & set(channels) - {""}):
        return stream_of(row)
    if row is not None and takes_part(read, claim, row.id):
        return stream_of(row)
    raise NoStream(text, near(read, claim, text))


def near(read: Read, claim: Claim, text: str) -> tuple[str, ...]:
    """Return the names of a person's streams that are most like another."""
    names = {slug(row.name): row.name for row in read.conn.execute(streams_of(claim).order_by(stream.c.id)).all()}
    wanted = slug(text)
    close = difflib.get_close_matches(wanted, names, NEAR, 0.6)
    within = [name for name in names if wanted and (wanted in name or name in wanted)]
    return tuple(names[name] for name in dict.fromkeys((*close, *within)) if not CHANNEL.fullmatch(names[name]))[:NEAR]


def idle(read: Read, claim: Claim, but: Collection[int]) -> tuple[Stream, ...]:
    """Return a person's own streams that are not closed, without those that are named, at most a few."""
    own = stream.c.team == claim.team, stream.c.owner == claim.user, stream.c.closed_at.is_(None)
    query = sa.select(stream).where(*own, stream.c.id.not_in(sorted(but))).order_by(stream.c.id.desc()).limit(IDLE)
    return tuple(stream_of(row) for row in read.conn.execute(query))
