"""Which stream a task is filed under: found by its name or its channel, and made when it is new."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.work.owners import give_owner
from storage.prepared import Statement
from storage.rules.happenings import Happening
from storage.rules.refusal import Refused
from storage.rules.stream_names import can_be_named, unreadable
from storage.tables import stream


@Statement
def of_channel(team: str, channel: str) -> sa.Select[Any]:
    """Return the query of the stream of a channel."""
    return sa.select(stream).where(stream.c.team == team, stream.c.channel == channel)


@Statement
def with_slug(team: str, slug: str) -> sa.Select[Any]:
    """Return the query of the stream of a name."""
    return sa.select(stream).where(stream.c.team == team, stream.c.slug == slug)


@Statement
def _shown_in(team: str, stream_id: int) -> sa.Select[Any]:
    return sa.select(stream.c.shown_in).where(stream.c.team == team, stream.c.id == stream_id)


def slug(name: str) -> str:
    """Return a name in lower case with single spaces: names with the same slug are one stream."""
    return " ".join(name.lower().split())


def stream_id(
    tx: Tx, team: str, name: str | None, channel: str | None, user: str = ""
) -> tuple[int | None, str | None]:
    """Return the id and the name of a stream, found by its channel, else by its name, and made when it is new; None for
    both when there is neither. A name is tied to no channel, since others file under it, too.

    Args:
        user: who files something: a new stream is theirs.

    Raises:
        Refused: a new stream can't have this name.
    """
    if channel is not None:
        row = of_channel.first(tx.conn, team, channel)
        if row is not None:
            return _used(tx, row, user)
        name = f"#{channel}"
    if not name:
        return None, None
    row = with_slug.first(tx.conn, team, slug(name))
    if row is not None:
        return _used(tx, row, user)
    if channel is None and not can_be_named(name):
        raise Refused(unreadable(name))
    return new_stream(tx, team, name, channel or "", user), name


def new_stream(tx: Tx, team: str, name: str, channel: str, owner: str) -> int:
    """Make a stream, and return its id."""
    values = {"team": team, "name": name, "slug": slug(name), "channel": channel, "made_at": tx.now, "owner": owner}
    new_id: int = tx.conn.execute(sa.insert(stream).returning(stream.c.id), values).scalar_one()
    return new_id


def _used(tx: Tx, row: Any, user: str) -> tuple[int, str]:
    """Give a stream of an older release its owner, and open one that was closed: work has come for it."""
    if not row.owner and user:
        give_owner(tx, row.team, row.id, user)
    if row.closed_at is not None:
        mine = stream.c.team == row.team, stream.c.id == row.id
        tx.conn.execute(sa.update(stream).where(*mine).values(closed_at=None))
        tx.note(row.team, user, Happening.OPEN_STREAM, f"S-{row.id}", why="a task was filed under it")
    return row.id, row.name


def shared_with(tx: Tx, team: str, stream_id: int | None) -> str:
    """Return the channel that new tasks of a stream are shown in; '' for none."""
    if stream_id is None:
        return ""
    row = _shown_in.first(tx.conn, team, stream_id)
    return row.shown_in if row is not None else ""
