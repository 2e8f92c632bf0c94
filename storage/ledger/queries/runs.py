"""The next runs of what a person assigned to come again, and their lists that nobody has started."""

from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.pages.ahead import Run
from storage.rules.values.series import SeriesKind, SeriesState
from storage.tables import series

SOON = timedelta(days=7)  # of what comes again
RUNS = 5


def next_runs(read: Read, team: str, user: str) -> tuple[Run, ...]:
    """Return the next runs of what a person assigned to come again."""
    active = series.c.team == team, series.c.kind == SeriesKind.REPETITION, series.c.state == SeriesState.ACTIVE
    soon = series.c.assigner == user, series.c.next_at > read.wall, series.c.next_at <= read.wall + SOON
    query = sa.select(series.c.number, series.c.next_at).where(*active, *soon).order_by(series.c.next_at).limit(RUNS)
    return tuple(Run(f"T-{row.number}", row.next_at) for row in read.conn.execute(query))


def offered(read: Read, team: str, user: str) -> tuple[str, ...]:
    """Return the names of a person's lists of which some rows wait for a word to start, the newest first."""
    lists = series.c.team == team, series.c.kind == SeriesKind.ROWS, series.c.state == SeriesState.OFFERED
    some_left = series.c.assigner == user, series.c.runs < sa.func.json_array_length(series.c.rows)
    query = sa.select(series.c.number).where(*lists, *some_left).order_by(series.c.number.desc())
    return tuple(f"T-{number}" for number in read.conn.execute(query.limit(RUNS)).scalars())
