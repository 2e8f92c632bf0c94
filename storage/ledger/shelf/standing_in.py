"""Stand-ins: what waits for somebody who is away is on the shelf of who decides in their place, and goes back."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf.fresh import FRESH
from storage.ledger.shelf.waiting import live_decision, undecided
from storage.rules.people import Person
from storage.rules.values.item import Item
from storage.rules.values.task import Task
from storage.tables import collected, item, person, task

Condition = sa.ColumnElement[bool]


def shelf_of(read: Read, target: Task, user: str) -> tuple[str, str]:
    """Return whose shelf something of a task goes on that a person decides, and in whose place, which is '' where it is
    their own: while they are away, it is their stand-in's."""
    the_person = people.find(read, target.team, user)
    if the_person is None or not the_person.is_away(read.now) or not the_person.stand_in:
        return user, ""
    stand_in = people.find(read, target.team, the_person.stand_in)
    return (the_person.stand_in, user) if stand_in and may(read, stand_in, target) else (user, "")


def may(read: Read, stand_in: Person, target: Task) -> bool:
    """Tell whether somebody may decide on a task in another's place: never on their own work, nor where four eyes are
    asked for and they assigned it."""
    worker = target.brief.worker
    own = worker.is_person and worker.name == stand_in.user
    fourth = read.terms.policy.four_eyes and target.assigner == stand_in.user
    return stand_in.actor.outside is None and not stand_in.is_away(read.now) and not own and not fourth


def move(tx: Tx, away: Person, stand_in: Person) -> tuple[int, int]:
    """Move what waits for somebody who is away to their stand-in; return how many things moved, and how many stay."""
    rows = tx.conn.execute(sa.select(item.c.id, item.c.task_id).where(*undecided(away.team, away.user))).all()
    wanted = {row.task_id for row in rows}
    of_rows = tasks().where(task.c.team == away.team, task.c.id.in_(wanted))
    theirs = {target.id for target in map(task_of, tx.conn.execute(of_rows)) if may(tx, stand_in, target)}
    moved = [row.id for row in rows if row.task_id in theirs]
    _put(tx, away.team, item.c.id.in_(moved), item.c.stands_for == "", reviewer=stand_in.user, stands_for=away.user)
    return len(moved), len(rows) - len(moved)


def back(tx: Tx, team: str, user: str, *which: Condition) -> bool:
    """Return what is undecided to who was away; return whether anything is left that can still be undone.

    Args:
        which: the only items that go back.
    """
    theirs = item.c.stands_for != "", item.c.stands_for == user, *which  # the first finds the index
    _put(tx, team, *theirs, ~live_decision(), reviewer=user, stands_for="")
    left = sa.select(item.c.id).where(item.c.team == team, item.c.closed_at.is_(None), *theirs)
    return tx.conn.execute(left.limit(1)).first() is not None


def renew(tx: Tx, away: Person) -> None:
    """Put what an earlier stand-in left undecided on the shelf of who stands in now, or back on the own one."""
    back(tx, away.team, away.user, item.c.reviewer != away.stand_in)
    stand_in = people.find(tx, away.team, away.stand_in) if away.stand_in else None
    if stand_in is not None:
        move(tx, away, stand_in)


def seer(read: Read, target: Task) -> Person:
    """Return who sees what comes of a task: who decides on it, or stands in for them."""
    return people.look_up(read, target.team, shelf_of(read, target, target.reviewer)[0])


def give_back_all(tx: Tx, team: str, stand_in: str) -> list[str]:
    """End what somebody decides in others' places, what they decided and is not final included; return the others."""
    others = person.c.team == team, person.c.stand_in == stand_in
    users = tx.conn.execute(sa.select(person.c.user).where(*others).order_by(person.c.user)).scalars().all()
    for user in users:
        _put(tx, team, item.c.stands_for == user, item.c.reviewer == stand_in, reviewer=user, stands_for="")
    tx.conn.execute(sa.update(person).where(*others).values(stand_in=""))
    return list(users)


def with_absence(read: Read, team: str, items: Sequence[Item]) -> list[Item]:
    """Return items with until when those are away in whose place they are decided."""
    users = {one.stands_for for one in items} - {""}
    if not users:
        return list(items)
    these = person.c.team == team, person.c.user.in_(sorted(users))
    rows = read.conn.execute(sa.select(person.c.user, person.c.away_until, person.c.zone).where(*these)).all()
    until = {row.user: (row.away_until, row.zone or read.terms.zone) for row in rows}
    found = [(one, *until.get(one.stands_for, (None, ""))) for one in items]
    return [replace(one, stands_until=at, stands_zone=zone) for one, at, zone in found]


def _put(tx: Tx, team: str, *which: Condition, reviewer: str, stands_for: str) -> None:
    """Put open items on a shelf, and draw the messages that show them anew. They are fresh to their new owner; what
    somebody put off before they went away stays put off."""
    kept = ("later_at", "put_off") if stands_for else ()
    fresh = {name: value for name, value in FRESH.items() if name not in kept}
    mine = item.c.team == team, item.c.closed_at.is_(None), *which
    values = {"reviewer": reviewer, "stands_for": stands_for, "version": item.c.version + 1, **fresh}
    moved = tx.conn.execute(sa.update(item).where(*mine).values(**values).returning(item.c.id)).scalars().all()
    redraw_all(tx, team, moved)


def redraw_all(tx: Tx, team: str, items: Sequence[int]) -> None:
    """Promise an update of every message that shows any of these items."""
    if items:
        conditions = collected.c.team == team, collected.c.item_id.in_(items)
        for collection_id in tx.conn.execute(
            sa.select(collected.c.collection_id).where(*conditions).distinct()
        ).scalars():
            redraw_collection(tx, team, collection_id)
