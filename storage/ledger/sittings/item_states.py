"""Where the items of a sitting stand now."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import live_decision
from storage.rules.authority import Claim
from storage.rules.course import Standing
from storage.rules.values.sitting import Course
from storage.tables import decision, item


def standing_of(read: Read, claim: Claim, course: Course) -> Standing:
    """Return where the items of a sitting stand."""
    ids = [planned.item for planned in (*course.plan, *course.past)]
    columns = item.c.id, item.c.task_id, item.c.reviewer, item.c.closed_at, item.c.later_at
    rows = read.conn.execute(
        sa.select(*columns, live_decision().label("decided")).where(item.c.team == claim.team, item.c.id.in_(ids))
    ).all()
    is_open = {row.id: row for row in rows if row.closed_at is None and not row.decided}
    waits = [row.id for row in is_open.values() if row.reviewer == claim.user and _comes(row.later_at, read)]
    decided, undone = _decided(read, claim, course)
    gone = {row.task_id: row.id for row in rows if row.closed_at is not None and row.id not in decided}
    return Standing(
        waits=frozenset(waits),
        open=frozenset(is_open),
        decided=decided,
        undone=undone,
        newer=_newer(read, claim, gone, ids) if gone else {},
    )


def _comes(later_at: datetime | None, read: Read) -> bool:
    """Whether an item is not put off."""
    return later_at is None or later_at <= read.wall


def _decided(read: Read, claim: Claim, course: Course) -> tuple[frozenset[int], tuple[int, ...]]:
    """Return the items that were decided in a sitting, and those whose decision was taken back since."""
    mine = decision.c.team == claim.team, decision.c.who == claim.user, decision.c.at >= course.began_at
    rows = read.conn.execute(
        sa.select(decision.c.item_id, decision.c.undone_at)
        .where(*mine, decision.c.sitting_id == course.id)
        .order_by(decision.c.id)
    ).all()
    live = frozenset(row.item_id for row in rows if row.undone_at is None)
    return live, tuple(dict.fromkeys(row.item_id for row in rows if row.item_id not in live))


def _newer(read: Read, claim: Claim, gone: dict[int, int], ids: list[int]) -> dict[int, int]:
    """Return what waits of the tasks of items that are gone, by the item that it stands in for."""
    waiting = item.c.team == claim.team, item.c.reviewer == claim.user, item.c.closed_at.is_(None), ~live_decision()
    query = sa.select(item.c.id, item.c.task_id).where(*waiting, item.c.task_id.in_(gone), item.c.id.not_in(ids))
    return {gone[row.task_id]: row.id for row in read.conn.execute(query.order_by(item.c.id.desc()))}
