"""What the window of a sitting shows."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.messages import cards
from storage.ledger.rows.finding_items import find_item
from storage.ledger.shelf.around import with_steps
from storage.rules.authority import Claim
from storage.rules.pages.summaries import Seen
from storage.rules.values.sitting import Course
from storage.tables import item


def seen(read: Read, claim: Claim, course: Course) -> Seen:
    """Return what the window of a sitting shows."""
    ids = [planned.item for planned in (course.present, *course.past) if planned]
    columns = item.c.id, item.c.key, item.c.reviewer
    rows = read.conn.execute(sa.select(*columns).where(item.c.team == claim.team, item.c.id.in_(ids))).all()
    keys = {row.id: row.key for row in rows}
    theirs = {row.id for row in rows if row.reviewer == claim.user}
    last = course.past[-1] if course.past else None
    before = find_item(read, claim.team, keys[last.item]) if last and last.item in keys else None
    present = keys.get(course.present.item, "") if course.present else ""
    target = with_steps(read, claim.team, [cards.with_card(read, before)])[0] if before else None
    back = any(planned.item in theirs for planned in course.past)
    return Seen(present, target, bool(last and last.skipped), back)
