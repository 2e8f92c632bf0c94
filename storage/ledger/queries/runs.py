"""The next runs of what a person assigned to come again, and their lists that nobody has started."""

from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.pages.portfolios import Run
from storage.rules.values.series import SeriesKind, SeriesState
from storage.tables import series

SOON = timedelta(days=7)  # of what comes again
RUNS = 5


def to_start(read: Read, team: str, user: str) -> tuple[tuple[str, ...], tuple[Run, ...]]:
    """Return the names of a person's lists of which some rows wait for a word to start, the newest first, and the next
    runs of what they assigned to come again, the soonest first; both read in one statement."""
    own = series.c.team == team, series.c.assigner == user
    lists = series.c.kind == SeriesKind.ROWS, series.c.state == SeriesState.OFFERED
    some_left = series.c.runs < sa.func.json_array_length(series.c.rows)
    again = series.c.kind == SeriesKind.REPETITION, series.c.state == SeriesState.ACTIVE
    soon = series.c.next_at > read.wall, series.c.next_at <= read.wall + SOON
    columns = series.c.number, series.c.kind, series.c.next_at
    first = sa.select(*columns).where(*own, *lists, some_left).order_by(series.c.number.desc()).limit(RUNS).subquery()
    second = sa.select(*columns).where(*own, *again, *soon).order_by(series.c.next_at).limit(RUNS).subquery()
    rows = read.conn.execute(sa.union_all(sa.select(first), sa.select(second))).all()
    named = sorted((row.number for row in rows if row.kind == SeriesKind.ROWS), reverse=True)
    runs = sorted((Run(f"T-{row.number}", row.next_at) for row in rows if row.next_at), key=lambda run: run.at)
    return tuple(f"T-{number}" for number in named), tuple(runs)
