"""What a person assigned to come again in a stream."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.work.filing import slug
from storage.rules.pages.streams import Again
from storage.rules.values.series import SeriesKind, SeriesState
from storage.rules.values.stream import Stream
from storage.tables import series


def coming_again(read: Read, target: Stream, user: str) -> tuple[Again, ...]:
    """Return what a person assigned to come again in a stream, also what is paused, by number; that of others is not
    theirs to see or to stop."""
    live = series.c.state.in_((SeriesState.ACTIVE, SeriesState.PAUSED))
    mine = series.c.team == target.team, series.c.assigner == user, series.c.kind == SeriesKind.REPETITION, live
    query = sa.select(series.c.number, series.c.title, series.c.state, series.c.next_at, series.c.brief)
    rows = read.conn.execute(query.where(*mine).order_by(series.c.number)).all()
    return tuple(_again(row) for row in rows if _is_for(target, row.brief))


def _again(row: Any) -> Again:
    is_paused = row.state == SeriesState.PAUSED
    return Again(name=f"T-{row.number}", title=row.title, next_at=None if is_paused else row.next_at)


def _is_for(target: Stream, brief: Mapping[str, Any]) -> bool:
    """Whether what a brief makes is filed under a stream: by its channel, else by its name."""
    channel, name = brief.get("stream_channel"), brief.get("stream")
    return bool(channel == target.channel if channel else name and slug(name) == slug(target.name))
