"""The sitting that a person is in, read from its row."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.rules.values.sitting import Course, Planned
from storage.tables import sitting


@Statement
def _last(team: str, user: str) -> sa.Select[Any]:
    mine = sitting.c.team == team, sitting.c.user == user
    return sa.select(sitting).where(*mine).order_by(sitting.c.id.desc()).limit(1)


def live(read: Read, team: str, user: str) -> Course | None:
    """Return the sitting that a person is in; None when they are in none."""
    row = _last.first(read.conn, team, user)
    return course_of(row) if row is not None and row.ended_at is None else None


def course_of(row: Any) -> Course:
    """Return the course that a row of the sittings holds."""
    return Course(
        id=row.id,
        plan=_read(row.plan),
        past=_read(row.past),
        most=row.most,
        expected=row.expected,
        began_at=row.began_at,
        shown_at=row.shown_at,
        ended_at=row.ended_at,
        view=row.view,
    )


def _read(entries: Iterable[Sequence[Any]]) -> tuple[Planned, ...]:
    return tuple(Planned(int(item), float(minutes), bool(skipped)) for item, minutes, skipped in entries)


def written(planned: Iterable[Planned]) -> list[list[Any]]:
    """Return items of a sitting as their row keeps them."""
    return [[one.item, one.minutes, one.skipped] for one in planned]
