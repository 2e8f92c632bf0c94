"""Collections: a slot is claimed, its digest composed and its post promised in one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people, schedules
from storage.ledger.collections.above import above
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.shelf import attention, choosing, first_of_week, resting, shelves
from storage.ledger.shelf.bringing import Shown, bring_one, collect, slot_name
from storage.ledger.shelf.choosing import Choice
from storage.ledger.shelf.waiting import quickest
from storage.ledger.work import lateness
from storage.ledger.work.gate import release
from storage.rules.authority import Action, Claim
from storage.rules.calendar import due_slot, next_slot
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.values.ask import Kind
from storage.rules.values.schedule import Slot
from storage.tables import collection, item, person, schedule


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


def claim_slot(tx: Tx, team: str, schedule_id: int, choice: Choice | None = None) -> Shown | None:
    """Claim the slot that is due, and promise its digest; return None when nothing is due or nothing is ready.

    However many slots were slept through, one digest stands for all, marked late.

    Args:
        choice: what was chosen beside the writer; where nothing of it is left, it is chosen here.
    """
    row = tx.conn.execute(
        sa.select(schedule)
        .where(schedule.c.team == team, schedule.c.id == schedule_id, schedule.c.active)
        .with_for_update()
    ).first()
    if row is None or row.next_at is None:
        return None
    times = schedules.read_schedule(tx, row.times, row.days, row.zone)
    coming = next_slot(times, tx.wall)
    went_on = {"since": tx.wall, "next_at": coming.at if coming else None}
    if row.since > tx.wall:  # by a clock that was set back since; what came round before does not come again
        _set(tx, team, schedule_id, **went_on)
        return None
    if row.next_at > tx.wall:
        return None
    busy = attention.busy_until(tx, team, row.owner) if row.kind != "channel" else None
    if busy is not None:  # its person still works through the collection before
        come_back(tx, team, schedule_id, min(busy - tx.now, attention.LOOK))
        return None
    slot = due_slot(times, row.since, tx.wall)
    _set(tx, team, schedule_id, **went_on)
    if row.kind != "channel" and people.look_up(tx, team, row.owner).is_away(tx.now):
        return None
    if slot is None or _taken(tx, team, schedule_id, slot):
        return None
    if row.kind == "channel":
        here = shelves.of_channel(tx, team, row.owner)
        return collect(tx, here, choice, kind="slot", schedule=schedule_id, slot=slot)
    return _person_slot(tx, people.ensure(tx, team, row.owner), schedule_id, slot, choice)


def come_back(tx: Tx, team: str, schedule_id: int, after: timedelta) -> None:
    """Put off the claim of a slot for a while."""
    _set(tx, team, schedule_id, next_at=tx.wall + after)


def _set(tx: Tx, team: str, schedule_id: int, **values: Any) -> None:
    mine = schedule.c.team == team, schedule.c.id == schedule_id
    tx.conn.execute(sa.update(schedule).where(*mine).values(values))


def _taken(read: Read, team: str, schedule_id: int, slot: Slot) -> bool:
    """Whether this local date and time came round before: a person moved to another zone."""
    before = sa.select(collection.c.id).where(
        collection.c.team == team, collection.c.schedule_id == schedule_id, collection.c.slot == slot_name(slot)
    )
    return read.conn.execute(before).first() is not None


def _person_slot(tx: Tx, the_person: Person, schedule_id: int, slot: Slot, choice: Choice | None) -> Shown | None:
    if the_person.actor.outside is not None:
        return None
    lateness.sweep(tx, the_person.team, the_person.user)
    first = first_of_week.is_first_of_week(tx, the_person.team, the_person.user, slot_name(slot))
    made = collect(tx, shelves.of_person(the_person), choice, kind="slot", schedule=schedule_id, slot=slot)
    if made is not None and made.again:
        leave(tx, the_person.team, made.again)
    rest = resting.often(tx, the_person.team, the_person.user) if made is None and first else None
    if rest:
        key = f"rest:{the_person.user}:{slot_name(slot)}"
        tx.once(the_person.team, key, kept={"text": rest.line})
        put_post(tx, the_person.team, PostKind.LINE, key, owner=the_person.user)
    if made is None and not choosing.is_on_its_way(tx, the_person):
        tx.conn.execute(
            sa.update(person)
            .where(person.c.team == the_person.team, person.c.user == the_person.user)
            .values(quiet_at=slot.at)
        )
    return made


def collect_now(
    tx: Tx, person: Person, key: str | None = None, after: int = 0, choice: Choice | None = None, once: bool = False
) -> Shown | None:
    """Bring what is ready without waiting for the next time; return None when nothing is.

    Args:
        after: the collection that a person goes on from: what it does not show comes, where there is any.
        choice: what was chosen beside the writer; where nothing of it is left, it is chosen here.
        once: whether nothing is brought while the newest message still shows all there is.

    Raises:
        Refused: they are no full member.
    """
    person = access.person(tx, Claim(person.user, person.team), Action.LOOK)
    tx.once(person.team, key)
    if once and above(tx, person) is not None:
        return None
    lateness.sweep(tx, person.team, person.user)
    return collect(tx, shelves.of_person(person, rest=True, after=after), choice, kind="now")


def bring_quickest(tx: Tx, person: Person, key: str | None = None, chosen: int | None = None) -> Shown | None:
    """Bring the one item that takes the least attention; return None when nothing waits.

    Args:
        chosen: the item, found beside the writer; where it is decided meanwhile, the next is found here.

    Raises:
        Refused: they are no full member.
    """
    person = access.person(tx, Claim(person.user, person.team), Action.LOOK)
    tx.once(person.team, key)
    shown = bring_one(tx, person, chosen, asked=True) if chosen is not None else None
    if shown is not None:
        return shown
    first = quickest(tx, person)
    return bring_one(tx, person, first[0], asked=True) if first is not None else None


def settle(tx: Tx, team: str, collection_id: int) -> None:
    """Promise an update of a collection's message that nobody has tapped for a while: the message may shrink."""
    redraw_collection(tx, team, collection_id)


def leave(tx: Tx, team: str, items: Sequence[int]) -> None:
    """Count that a collection brings these items once more; one that was left often enough rests, and makes room."""
    rows = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == team, item.c.id.in_(items), item.c.kind != str(Kind.STILL_RIGHT))
        .values(left_count=item.c.left_count + 1, rest=item.c.left_count + 1 >= resting.LEFT_MOST)
        .returning(item.c.reviewer, item.c.rest)
    ).all()
    for reviewer in sorted({row.reviewer for row in rows if row.rest}):
        release(tx, team, reviewer)
