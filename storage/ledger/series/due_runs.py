"""When runs of repetitions are due."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.series.series_rows import find, rule_of
from storage.rules.kept_rhythm import from_json
from storage.rules.repetition import next_run
from storage.rules.values.series import SeriesKind, SeriesState
from storage.tables import person, series, workspace

JOURNEY = timedelta(hours=26)  # as far as the zones of the earth lie apart


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


def too_far(read: Read) -> list[tuple[str, int]]:
    """Return (team, series) of each repetition whose next run was set by a clock that was ahead: runs lie before it.

    A journey may move the next run by the hours between two zones; what is further away has another cause.
    """
    active = series.c.state == SeriesState.ACTIVE, series.c.kind == SeriesKind.REPETITION
    who = person.c.team == series.c.team, person.c.user == series.c.assigner
    query = sa.select(series.c.team, series.c.id, series.c.rule, series.c.next_at, person.c.zone)
    ahead = query.outerjoin_from(series, person, sa.and_(*who)).where(*active, series.c.next_at > read.wall + JOURNEY)
    return [
        (row.team, row.id)
        for row in read.conn.execute(ahead)
        if row.next_at > next_run(from_json(row.rule), read.wall + JOURNEY, row.zone or read.terms.zone)
    ]


def set_right(tx: Tx, team: str, series_id: int) -> None:
    """Let a repetition go on from now, by a clock that was put right."""
    target = find(tx, team, id=series_id)
    if target is None or target.state is not SeriesState.ACTIVE:
        return
    zone = people.look_up(tx, team, target.assigner).zone or tx.terms.zone
    coming = next_run(from_json(rule_of(tx, target)), tx.wall, zone)
    mine = series.c.team == team, series.c.id == series_id
    tx.conn.execute(sa.update(series).where(*mine).values(next_at=coming))


def put_off(tx: Tx, team: str, series_id: int, after: timedelta) -> None:
    """Let a run that could not be made be due again a while later."""
    mine = series.c.team == team, series.c.id == series_id, series.c.state == SeriesState.ACTIVE
    tx.conn.execute(sa.update(series).where(*mine).values(next_at=tx.wall + after))
