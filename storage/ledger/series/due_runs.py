"""When runs of repetitions are due."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.rules.values.series import SeriesState
from storage.tables import series, workspace


def due_series(read: Read) -> list[tuple[str, int]]:
    """Return (team, series) of each repetition that is due by the wall clock, the longest due first."""
    here = workspace.c.team == series.c.team, workspace.c.uninstalled_at.is_(None)
    rows = read.conn.execute(
        sa.select(series.c.team, series.c.id)
        .join_from(series, workspace, sa.and_(*here))
        .where(series.c.state == SeriesState.ACTIVE, series.c.next_at <= read.wall)
        .order_by(series.c.next_at)
    )
    return [(row.team, row.id) for row in rows]


def next_due(read: Read) -> datetime | None:
    """Return when the next run of any workspace is due, by the wall clock; None when there is none."""
    here = workspace.c.team == series.c.team, workspace.c.uninstalled_at.is_(None)
    query = sa.select(sa.func.min(series.c.next_at)).join_from(series, workspace, sa.and_(*here))
    return read.conn.execute(query.where(series.c.state == SeriesState.ACTIVE)).scalar()


def put_off(tx: Tx, team: str, series_id: int, after: timedelta) -> None:
    """Let a run that could not be made be due again a while later."""
    mine = series.c.team == team, series.c.id == series_id, series.c.state == SeriesState.ACTIVE
    tx.conn.execute(sa.update(series).where(*mine).values(next_at=tx.wall + after))
