"""When the next collections are due."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.tables import schedule


def due_schedules(read: Read) -> list[tuple[str, int]]:
    """Return (team, schedule) of each schedule that is due by the wall clock, the longest due first."""
    rows = read.conn.execute(
        sa.select(schedule.c.team, schedule.c.id)
        .where(schedule.c.active, sa.or_(schedule.c.next_at <= read.wall, schedule.c.since > read.wall))
        .order_by(schedule.c.next_at)
    )
    return [(r.team, r.id) for r in rows]


def next_alarm(read: Read) -> datetime | None:
    """Return when the next collection of any workspace is due, by the wall clock; None when there is none."""
    return read.conn.execute(sa.select(sa.func.min(schedule.c.next_at)).where(schedule.c.active)).scalar()
