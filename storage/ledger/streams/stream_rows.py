"""Streams as rows: found by a name, a channel or a number, whoever's they are."""

import re
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.work.filing import of_channel, slug, with_slug
from storage.prepared import Statement
from storage.rules.authority import Claim
from storage.rules.values.stream import Stream, read_worker
from storage.tables import stream

_BY_ID = re.compile(r"\.([0-9]{1,18})")  # as a page's buttons name a stream
CHANNEL = re.compile(r"#[CG][A-Z0-9]+")


@Statement
def _with_id(team: str, stream_id: int) -> sa.Select[Any]:
    return sa.select(stream).where(stream.c.team == team, stream.c.id == stream_id)


def stream_of(row: Any) -> Stream:
    """Return the stream that a row holds."""
    return Stream(
        id=row.id,
        team=row.team,
        name=row.name,
        goal=row.goal,
        owner=row.owner,
        channel=row.channel,
        shown_in=row.shown_in,
        worker=read_worker(row.worker),
        reviewer=row.reviewer,
        priority=row.priority,
        budget=row.budget,
        stopped_by=row.stopped_by,
        is_closed=row.closed_at is not None,
    )


def channels_of(read: Read, claim: Claim, text: str) -> tuple[str, ...]:
    """Return the channels of a stream, of which it has to be known whether a person is in them."""
    row = find_row(read, claim.team, text)
    return tuple(dict.fromkeys(c for c in (row.channel, row.shown_in) if c)) if row is not None else ()


def exists(read: Read, team: str, name: str) -> bool:
    """Tell whether there is a stream of a name, whoever's."""
    return find_row(read, team, name) is not None


def find_row(read: Read, team: str, text: str) -> Any:
    """Return the row of a stream: by its name, by a channel's id, or by its own number as a page's buttons have it."""
    if by_id := _BY_ID.fullmatch(text):
        return _with_id.first(read.conn, team, int(by_id[1]))
    if CHANNEL.fullmatch(text):
        return of_channel.first(read.conn, team, text[1:])
    return with_slug.first(read.conn, team, slug(text))
