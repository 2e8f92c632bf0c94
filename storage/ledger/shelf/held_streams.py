"""Streams whose tasks do not start: on hold, or with their budget spent."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
from storage.rules.gate import Held, hold_for_stream
from storage.tables import call, stream, task


@Statement
def _bounded(team: str, streams: Sequence[int]) -> sa.Select[Any]:
    """Return the query of those of some streams that are on hold or have a budget."""
    bounds = sa.or_(stream.c.stopped_by != "", stream.c.budget.is_not(None))
    these = stream.c.team == team, one_of(stream.c.id, streams), bounds
    return sa.select(stream.c.id, stream.c.stopped_by, stream.c.budget).where(*these)


def held_streams(read: Read, team: str, streams: Collection[int]) -> Mapping[int, Held]:
    """Return why no task of these streams starts, by the stream's id; one whose tasks start is not in it."""
    if not streams:
        return {}
    rows = _bounded.all(read.conn, team, sorted(streams))
    spent = spent_in(read, team, [row.id for row in rows if row.budget is not None])
    reasons = {row.id: hold_for_stream(row.stopped_by, row.budget, spent.get(row.id, 0)) for row in rows}
    return {stream_id: why for stream_id, why in reasons.items() if why is not None}


def has_unpriced(read: Read, team: str, stream_id: int) -> bool:
    """Tell whether a stream's tasks had calls of a model whose price nobody knows."""
    of_task = sa.and_(task.c.id == call.c.task_id, task.c.team == call.c.team)
    unknown = call.c.micros.is_(None), call.c.tokens_in > 0, task.c.team == team, task.c.stream_id == stream_id
    query = sa.select(call.c.id).join_from(task, call, of_task).where(*unknown).limit(1)
    return read.conn.execute(query).first() is not None


def spent_in(read: Read, team: str, streams: Collection[int]) -> Mapping[int, int]:
    """Return what is spent or reserved in streams, in millionths of a dollar, by the stream's id."""
    if not streams:
        return {}
    of_task = sa.and_(task.c.id == call.c.task_id, task.c.team == call.c.team)
    taken = sa.func.sum(sa.func.coalesce(call.c.micros, call.c.reserved))
    query = sa.select(task.c.stream_id, taken).join_from(task, call, of_task)
    rows = read.conn.execute(query.where(task.c.team == team, task.c.stream_id.in_(streams)).group_by(task.c.stream_id))
    return {stream_id: int(micros or 0) for stream_id, micros in rows}
