"""Sittings: gone on with from item to item, and ended. Each verb is one step; the row has all of it, so that a
restart loses nothing."""

from dataclasses import replace

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.sittings.item_states import standing_of
from storage.ledger.sittings.sitting_rows import is_last, own_sitting, write_sitting
from storage.rules import course as rules
from storage.rules.authority import Claim
from storage.rules.values.sitting import Course
from storage.tables import item


def follow(tx: Tx, claim: Claim, sitting_id: int) -> Course:
    """Go on from the present item where it does not wait any more; what was taken back is shown again.

    Raises:
        Refused: it is somebody else's.
    """
    return _settle(tx, claim, own_sitting(tx, claim, sitting_id))


def skip(tx: Tx, claim: Claim, sitting_id: int, key: str) -> Course:
    """Leave the present item as it is and go on; nothing where another one is shown by now.

    Raises:
        Refused: it is somebody else's.
    """
    course = own_sitting(tx, claim, sitting_id)
    present = course.ended_at is None and _is_present(tx, claim, course, key)
    return _settle(tx, claim, _moved(tx, claim, course, rules.skip(course)) if present else course)


def back(tx: Tx, claim: Claim, sitting_id: int, key: str) -> Course:
    """Show the item before, as it is now; nothing where another one is shown by now.

    Raises:
        Refused: it is somebody else's.
    """
    course = own_sitting(tx, claim, sitting_id)
    if course.ended_at is not None or not _is_present(tx, claim, course, key):
        return course
    ids = [planned.item for planned in course.past]
    mine = item.c.team == claim.team, item.c.id.in_(ids), item.c.reviewer == claim.user
    theirs = frozenset(tx.conn.execute(sa.select(item.c.id).where(*mine)).scalars())
    return _moved(tx, claim, course, rules.back(course, theirs))


def end(tx: Tx, claim: Claim, sitting_id: int) -> Course:
    """End a sitting, whatever is left of it.

    Raises:
        Refused: it is somebody else's.
    """
    course = own_sitting(tx, claim, sitting_id)
    if course.ended_at is None:
        course = _moved(tx, claim, course, replace(course, ended_at=tx.now))
    return course


def _settle(tx: Tx, claim: Claim, course: Course) -> Course:
    """Go on to what waits; a sitting ends with its last item, and goes on where that is taken back."""
    if course.ended_at is not None and (course.plan or not is_last(tx, claim, course)):
        return course
    going = rules.go_on(course, standing_of(tx, claim, course))
    ended = None if going.plan else (course.ended_at or tx.now)
    return _moved(tx, claim, course, replace(going, ended_at=ended))


def _moved(tx: Tx, claim: Claim, course: Course, going: Course) -> Course:
    """Keep a course that went on; another item is shown from now."""
    if going == course:
        return course
    if going.present is not None and (course.present is None or going.present.item != course.present.item):
        going = replace(going, shown_at=tx.now)
    write_sitting(tx, claim, going)
    return going


def _is_present(read: Read, claim: Claim, course: Course, key: str) -> bool:
    row = sa.select(item.c.id).where(item.c.team == claim.team, item.c.key == key)
    return course.present is not None and read.conn.execute(row).scalar() == course.present.item
