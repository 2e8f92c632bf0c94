"""What a person assigned to come again moves with them to another time zone: “weekday 7:00” is 7:00 where they are."""

from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.rules.kept_rhythm import from_json
from storage.rules.repetition import runs
from storage.rules.values.series import SeriesKind, SeriesState
from storage.tables import series


def move_runs(tx: Tx, team: str, user: str, *, before: str, now: str, only: int | None = None) -> None:
    """Set anew when a person's repetitions come next, never at a local date and time at which they came already.

    Args:
        before: the zone where they were, and `now` where they are.
        only: the id of the one that moves; all of theirs do where it is not given.
    """
    mine = series.c.team == team, series.c.assigner == user, series.c.next_at.is_not(None)
    active = [series.c.kind == SeriesKind.REPETITION, series.c.state == SeriesState.ACTIVE]
    active += [series.c.id == only] if only is not None else []
    for row in tx.conn.execute(sa.select(series.c.id, series.c.rule, series.c.next_at).where(*mine, *active)).all():
        due, coming = _local(row.next_at, before), runs(from_json(row.rule), tx.wall, now)
        moved = next(at for at in coming if _local(at, now) >= due)
        tx.conn.execute(sa.update(series).where(series.c.team == team, series.c.id == row.id).values(next_at=moved))


def _local(at: datetime, zone: str) -> datetime:
    """Return what the clocks of a zone show at an instant."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
