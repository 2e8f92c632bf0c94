"""The sitting that a person is in: read from its row, and what a decision in it is measured by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.refusal import Stale
from storage.rules.values.sitting import Course, Planned
from storage.tables import sitting

LOOKED = timedelta(minutes=20)  # who took longer was away
MEANT = timedelta(seconds=0.3)  # a press that comes sooner was meant for the item before
TOO_SOON = "That press came as the next item appeared. Nothing was decided."


@dataclass(frozen=True, slots=True)
class Measured:
    """In which sitting a decision is taken, and the seconds since its item was shown; None where that is not known."""

    sitting: int | None = None
    seconds: float | None = None


def live(read: Read, team: str, user: str) -> Course | None:
    """Return the sitting that a person is in; None when they are in none."""
    mine = sitting.c.team == team, sitting.c.user == user
    row = read.conn.execute(sa.select(sitting).where(*mine).order_by(sitting.c.id.desc()).limit(1)).first()
    return course_of(row) if row is not None and row.ended_at is None else None


def measure(read: Read, team: str, user: str, item_id: int) -> Measured:
    """Return what a decision on an item is measured by, where it is the present one of a person's sitting.

    Raises:
        Stale: the item has only just appeared under the finger.
    """
    course = live(read, team, user)
    if course is None or course.present is None or course.present.item != item_id or course.shown_at is None:
        return Measured()
    looked = read.now - course.shown_at
    if course.past and timedelta(0) <= looked < MEANT:
        raise Stale(TOO_SOON)
    return Measured(course.id, looked.total_seconds() if timedelta(0) < looked < LOOKED else None)


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
