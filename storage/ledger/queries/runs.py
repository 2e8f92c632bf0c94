"""What a person assigned to come again, with its next runs, and their lists that nobody has started."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.portfolios import Run
from storage.rules.values.series import SeriesKind, SeriesState
from storage.tables import series, task

SOON = timedelta(days=7)  # of what comes again
RUNS = 5


def to_start(read: Read, team: str, user: str) -> tuple[tuple[str, ...], tuple[Run, ...]]:
    """Return the names of a person's lists of which some rows wait for a word to start, the newest first, and the next
    runs of what they assigned to come again, the soonest first and what is paused last; both read in one statement."""
    own, columns = (series.c.team == team, series.c.assigner == user), (series.c.number, series.c.next_at)
    lists = series.c.kind == SeriesKind.ROWS, series.c.state == SeriesState.OFFERED
    some_left = series.c.runs < sa.func.json_array_length(series.c.rows)
    offered = sa.select(*columns, sa.literal(-1).label("open_run")).where(*own, *lists, some_left)
    again, paused = series.c.kind == SeriesKind.REPETITION, series.c.state == SeriesState.PAUSED
    soon = series.c.next_at > read.wall, series.c.next_at <= read.wall + SOON
    active = sa.and_(series.c.state == SeriesState.ACTIVE, *soon)
    of_series = task.c.team == series.c.team, task.c.series_id == series.c.id, task.c.state.not_in(CLOSED)
    undecided = sa.select(sa.func.max(task.c.run)).where(*of_series).correlate(series).scalar_subquery()
    open_run = sa.func.coalesce(undecided, 0).label("open_run")
    coming = sa.select(*columns, open_run).where(*own, again, sa.or_(active, paused))
    first = offered.order_by(series.c.number.desc()).limit(RUNS).subquery()
    second = coming.order_by(paused, series.c.next_at).limit(RUNS).subquery()
    rows = read.conn.execute(sa.union_all(sa.select(first), sa.select(second))).all()
    named = sorted((row.number for row in rows if row.open_run < 0), reverse=True)
    runs = sorted((_run(row) for row in rows if row.open_run >= 0), key=_moment)
    return tuple(f"T-{number}" for number in named), tuple(runs)


def _moment(run: Run) -> tuple[bool, str]:
    return run.at is None, run.at.isoformat() if run.at is not None else run.name


def _run(row: Any) -> Run:
    return Run(f"T-{row.number}", row.next_at, f"T-{row.number}.{row.open_run}" if row.open_run else "")
