"""Sittings: begun, gone on with from item to item, and ended. Each verb is one step; the row has all of it, so that a
restart loses nothing."""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages import cards
from storage.ledger.rows import find_item
from storage.ledger.shelf import choosing, seat, shelves
from storage.ledger.shelf.around import with_steps
from storage.ledger.shelf.waiting import live_decision
from storage.rules import course as rules
from storage.rules import planning
from storage.rules.authority import UNKNOWN, Action, Claim
from storage.rules.course import Standing
from storage.rules.refusal import Reason, Refused
from storage.rules.values.item import Item
from storage.rules.values.sitting import Course, Planned
from storage.tables import decision, item, sitting


@dataclass(frozen=True, slots=True)
class Seen:
    """What the window of a sitting shows: the key of its present item, and the item before it.

    Attributes:
        skipped: whether the item before was left as it is.
    """

    key: str
    before: Item | None
    skipped: bool = False


def plan(read: Read, claim: Claim) -> tuple[Planned, ...]:
    """Return what a sitting of a person would hold, by the order of collections; nothing is begun.

    Raises:
        Refused: they are no full member.
    """
    person = access.member(read, claim, Action.LOOK)
    order = choosing.choose(read, replace(shelves.of_person(person, rest=True), posted=True)).order
    return planning.plan(order, person.most)


def begin(tx: Tx, claim: Claim, planned: tuple[Planned, ...]) -> tuple[Course, str] | None:
    """Begin a sitting, which ends the one before; return it with the window of that one, and None where nothing waits.

    Args:
        planned: what was chosen beside the writer.

    Raises:
        Refused: they are no full member.
    """
    person = access.person(tx, claim, Action.LOOK)
    before = seat.live(tx, claim.team, claim.user)
    if before is not None:
        _write(tx, claim, replace(before, ended_at=tx.now))
    if not planned:
        return None
    row = {
        "team": claim.team,
        "user": claim.user,
        "plan": seat.written(planned),
        "past": [],
        "most": person.most,
        "expected": sum(one.minutes for one in planned),
        "began_at": tx.now,
        "shown_at": tx.now,
    }
    made = tx.conn.execute(sa.insert(sitting).values(row).returning(sitting)).one()
    course = follow(tx, claim, made.id)
    return (course, before.view if before else "") if course.present else None


def shown_in(tx: Tx, claim: Claim, sitting_id: int, view: str) -> None:
    """Keep in which window a sitting is shown."""
    _write(tx, claim, replace(_own(tx, claim, sitting_id), view=view))


def follow(tx: Tx, claim: Claim, sitting_id: int) -> Course:
    """Go on from the present item where it does not wait any more; what was taken back is shown again.

    Raises:
        Refused: it is somebody else's.
    """
    return _settle(tx, claim, _own(tx, claim, sitting_id))


def skip(tx: Tx, claim: Claim, sitting_id: int, key: str) -> Course:
    """Leave the present item as it is and go on; nothing where another one is shown by now.

    Raises:
        Refused: it is somebody else's.
    """
    course = _own(tx, claim, sitting_id)
    present = course.ended_at is None and _is_present(tx, claim, course, key)
    return _settle(tx, claim, _moved(tx, claim, course, rules.skip(course)) if present else course)


def back(tx: Tx, claim: Claim, sitting_id: int, key: str) -> Course:
    """Show the item before, as it is now; nothing where another one is shown by now.

    Raises:
        Refused: it is somebody else's.
    """
    course = _own(tx, claim, sitting_id)
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
    course = _own(tx, claim, sitting_id)
    if course.ended_at is None:
        course = _moved(tx, claim, course, replace(course, ended_at=tx.now))
    return course


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


def is_last(read: Read, claim: Claim, course: Course) -> bool:
    """Tell whether no other sitting of the person began after this one."""
    mine = sitting.c.team == claim.team, sitting.c.user == claim.user
    return read.conn.execute(sa.select(sa.func.max(sitting.c.id)).where(*mine)).scalar() == course.id


def _own(read: Read, claim: Claim, sitting_id: int) -> Course:
    """
    Raises:
        Refused: there is none, or it is somebody else's.
    """
    access.check(read, claim, Action.LOOK)
    mine = sitting.c.team == claim.team, sitting.c.user == claim.user, sitting.c.id == sitting_id
    row = read.conn.execute(sa.select(sitting).where(*mine)).first()
    if row is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return seat.course_of(row)


def _settle(tx: Tx, claim: Claim, course: Course) -> Course:
    """Go on to what waits; a sitting ends with its last item, and goes on where that is taken back."""
    if course.ended_at is not None and (course.plan or not is_last(tx, claim, course)):
        return course
    going = rules.go_on(course, _standing(tx, claim, course))
    ended = None if going.plan else (course.ended_at or tx.now)
    return _moved(tx, claim, course, replace(going, ended_at=ended))


def _moved(tx: Tx, claim: Claim, course: Course, going: Course) -> Course:
    """Keep a course that went on; another item is shown from now."""
    if going == course:
        return course
    if going.present is not None and (course.present is None or going.present.item != course.present.item):
        going = replace(going, shown_at=tx.now)
    _write(tx, claim, going)
    return going


def _write(tx: Tx, claim: Claim, course: Course) -> None:
    values = {"plan": seat.written(course.plan), "past": seat.written(course.past), "view": course.view}
    times = {"shown_at": course.shown_at, "ended_at": course.ended_at}
    mine = sitting.c.team == claim.team, sitting.c.user == claim.user, sitting.c.id == course.id
    tx.conn.execute(sa.update(sitting).where(*mine).values(**values, **times))


def _is_present(read: Read, claim: Claim, course: Course, key: str) -> bool:
    row = sa.select(item.c.id).where(item.c.team == claim.team, item.c.key == key)
    return course.present is not None and read.conn.execute(row).scalar() == course.present.item


def _standing(read: Read, claim: Claim, course: Course) -> Standing:
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
