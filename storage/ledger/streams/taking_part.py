"""What holds for the tasks and the streams that a person takes part in."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.authority import Claim
from storage.rules.values.worker import WorkerKind
from storage.tables import stream, task


def party(team: str, user: str) -> sa.ColumnElement[bool]:
    """Return what holds for the tasks that a person assigned, decides or works on."""
    works = sa.and_(task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == user)
    return sa.and_(task.c.team == team, sa.or_(task.c.assigner == user, task.c.reviewer == user, works))


def takes_part(read: Read, claim: Claim, stream_id: int) -> bool:
    """Tell whether a person takes part in a stream."""
    mine = party(claim.team, claim.user), task.c.stream_id == stream_id
    return read.conn.execute(sa.select(task.c.id).where(*mine).limit(1)).first() is not None


def streams_of(claim: Claim) -> sa.Select[Any]:
    """Return the query of the streams that are a person's own or have tasks of theirs."""
    in_it = sa.select(task.c.stream_id).where(party(claim.team, claim.user), task.c.stream_id.is_not(None))
    return sa.select(stream).where(
        stream.c.team == claim.team, sa.or_(stream.c.owner == claim.user, stream.c.id.in_(in_it))
    )
