"""Whose a stream is, where nobody owned it."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.tables import stream, task


def give_owner(tx: Tx, team: str, stream_id: int, user: str) -> str:
    """Give a stream without an owner to who assigned its first task, else to a person; return whose it is now."""
    mine = stream.c.team == team, stream.c.id == stream_id
    owner = first_assigner(tx, team, stream_id) or user
    tx.conn.execute(sa.update(stream).where(*mine).values(owner=owner))
    return owner


def first_assigner(read: Read, team: str, stream_id: int) -> str:
    """Return who assigned the first task of a stream; '' where it has none."""
    of_stream = task.c.team == team, task.c.stream_id == stream_id, task.c.assigner != ""
    first = sa.select(task.c.assigner).where(*of_stream).order_by(task.c.id).limit(1)
    return read.conn.execute(first).scalar() or ""
