"""A person's pace, from their last decisions."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.rules import effort
from storage.tables import decision, item

LATELY, MEASURED = 100, 25  # decisions that are looked at for a pace, and those of them that it is measured from


def pace(read: Read, team: str, user: str) -> float:
    """Return the reviewer's own factor of time, from their last decisions: the seconds that a sitting measured, else
    the time since Open."""
    rows = _last.all(read.conn, team, user)
    measured = [(effort.minutes(r.words, r.doubts), _seconds(r) / 60) for r in rows]
    sane = [(e, m) for e, m in measured if 0 < m < 20]
    return effort.pace([e for e, _ in sane], [m for _, m in sane])


@Statement
def _last(team: str, user: str) -> sa.Select[Any]:
    """A person's last decisions, of which it is known how long they took."""
    mine = decision.c.team == team, decision.c.who == user, decision.c.undone_at.is_(None)
    columns = decision.c.item_id, decision.c.at, decision.c.seconds
    last = sa.select(*columns).where(*mine).order_by(decision.c.at.desc()).limit(LATELY).subquery()
    return (
        sa.select(item.c.words, item.c.doubts, item.c.opened_at, last.c.at, last.c.seconds)
        .join_from(last, item, item.c.id == last.c.item_id)
        .where(item.c.team == team, sa.or_(item.c.opened_at.is_not(None), last.c.seconds.is_not(None)))
        .order_by(last.c.at.desc())
        .limit(MEASURED)
    )


def _seconds(row: Any) -> float:
    return float(row.seconds if row.seconds is not None else (row.at - row.opened_at).total_seconds())
