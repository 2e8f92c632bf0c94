"""What the window of a sitting shows."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.messages import cards
from storage.ledger.rows.finding_items import find_item
from storage.ledger.shelf.around import with_steps
from storage.rules.authority import Claim
from storage.rules.values.item import Item
from storage.rules.values.sitting import Course
from storage.tables import item


@dataclass(frozen=True, slots=True)
class Seen:
    """What the window of a sitting shows: the key of its present item, and the item before it.

    Attributes:
        skipped: whether the item before was left as it is.
    """

    key: str
    before: Item | None
    skipped: bool = False


def seen(read: Read, claim: Claim, course: Course) -> Seen:
    """Return what the window of a sitting shows."""
    ids = [planned.item for planned in (course.present, *course.past[-1:]) if planned]
    rows = read.conn.execute(sa.select(item.c.id, item.c.key).where(item.c.team == claim.team, item.c.id.in_(ids)))
    keys = {row.id: row.key for row in rows}
    last = course.past[-1] if course.past else None
    before = find_item(read, claim.team, keys[last.item]) if last and last.item in keys else None
    present = keys.get(course.present.item, "") if course.present else ""
    target = with_steps(read, claim.team, [cards.with_card(read, before)])[0] if before else None
    return Seen(present, target, bool(last and last.skipped))
