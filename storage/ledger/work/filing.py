"""Which stream a task is filed under: found by its name or its channel, and made when it is new."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.tables import stream


def slug(name: str) -> str:
    """Return a name in lower case with single spaces: names with the same slug are one stream."""
    return " ".join(name.lower().split())


def stream_id(tx: Tx, team: str, name: str | None, channel: str | None) -> tuple[int | None, str | None]:
    """Return the id and the name of a stream, found by its channel, else by its name, and made when it is new; None for
    both when there is neither. A name is tied to no channel, since others file under it, too."""
    if channel is not None:
        row = tx.conn.execute(
            sa.select(stream.c.id, stream.c.name).where(stream.c.team == team, stream.c.channel == channel)
        ).first()
        if row is not None:
            return row.id, row.name
        name = f"#{channel}"
    if not name:
        return None, None
    row = tx.conn.execute(
        sa.select(stream.c.id, stream.c.name).where(stream.c.team == team, stream.c.slug == slug(name))
    ).first()
    if row is not None:
        return row.id, row.name
    new_id = tx.conn.execute(
        sa.insert(stream).returning(stream.c.id),
        {"team": team, "name": name, "slug": slug(name), "channel": channel or "", "made_at": tx.now},
    ).scalar_one()
    return new_id, name
