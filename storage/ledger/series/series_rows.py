"""Series as rows: how they are found and read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.series.briefs import brief_of
from storage.rules.values.place import Place
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.tables import series


def find(
    read: Read, team: str, *, id: int | None = None, key: str | None = None, number: int | None = None
) -> Series | None:
    """Return a series by its id, its key or its number; None when there is none."""
    named = [c == value for c, value in ((series.c.id, id), (series.c.key, key), (series.c.number, number)) if value]
    if not named:
        return None
    row = read.conn.execute(sa.select(series).where(series.c.team == team, *named)).first()
    return None if row is None else series_of(row)


def reread(read: Read, series: Series) -> Series:
    """Return a series as it is now."""
    changed = find(read, series.team, id=series.id)
    assert changed is not None
    return changed


def series_of(row: Any) -> Series:
    """Return the series that a row holds."""
    rule = row.rule or {}
    return Series(
        id=row.id,
        team=row.team,
        number=row.number,
        key=row.key,
        kind=SeriesKind(row.kind),
        state=SeriesState(row.state),
        assigner=row.assigner,
        reviewer=row.brief["reviewer"],
        brief=brief_of(row.brief),
        place=Place(row.channel, row.thread or None),
        runs=row.runs,
        left_out=tuple(datetime.fromisoformat(at) for at in row.left_out.split()),
        next_at=row.next_at,
        made_at=row.made_at,
        assumed=bool(rule.get("assumed")),
        then=brief_of(rule["then"]) if rule.get("then") else None,
    )


def rule_of(read: Read, the_series: Series) -> Mapping[str, Any]:
    """Return the rule of a series as it is kept."""
    mine = series.c.team == the_series.team, series.c.id == the_series.id
    return dict(read.conn.execute(sa.select(series.c.rule).where(*mine)).scalar() or {})
