"""Collections: a slot is claimed, and what it brings is promised in the same transaction."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import people, schedules
from storage.ledger.collections.person_slots import person_slot
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.shelf import attention, shelves
from storage.ledger.shelf.bringing import Shown, collect, slot_name
from storage.ledger.shelf.choosing import Choice
from storage.rules.calendar import due_slot, next_slot
from storage.rules.values.schedule import Slot
from storage.tables import collection, schedule


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
    slot = replace(slot, held_until=row.next_at) if slot is not None else None
    _set(tx, team, schedule_id, **went_on)
    if row.kind != "channel" and people.look_up(tx, team, row.owner).is_away(tx.now):
        return None
    slot = _open(tx, team, schedule_id, slot) if slot is not None else None
    if slot is None:
        return None
    if row.kind == "channel":
        here = shelves.of_channel(tx, team, row.owner)
        return collect(tx, here, choice, kind="slot", schedule=schedule_id, slot=slot)
    return person_slot(tx, people.ensure(tx, team, row.owner), schedule_id, slot, choice)


def come_back(tx: Tx, team: str, schedule_id: int, after: timedelta) -> None:
    """Put off the claim of a slot for a while."""
    _set(tx, team, schedule_id, next_at=tx.wall + after)


def _set(tx: Tx, team: str, schedule_id: int, **values: Any) -> None:
    mine = schedule.c.team == team, schedule.c.id == schedule_id
    tx.conn.execute(sa.update(schedule).where(*mine).values(values))


def _open(read: Read, team: str, schedule_id: int, slot: Slot) -> Slot | None:
    """Return a slot with its turn; None where it came round before. Who moved to another zone meets a local date and
    time twice: it came before the instant at which it is due now, and that it comes was promised."""
    of_schedule = collection.c.team == team, collection.c.schedule_id == schedule_id
    same = sa.or_(collection.c.slot == slot_name(slot), collection.c.slot.startswith(f"{slot_name(slot)} "))
    query = sa.select(collection.c.made_at).where(*of_schedule, same)
    before = read.conn.execute(query).scalars().all()
    return None if any(made_at >= slot.at for made_at in before) else replace(slot, turn=len(before) + 1)


def settle(tx: Tx, team: str, collection_id: int) -> None:
    """Promise an update of a collection's message that nobody has tapped for a while: the message may shrink."""
    redraw_collection(tx, team, collection_id)
