"""Collections: a slot is claimed, its digest composed and its post promised in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.posting import put_post
from storage.ledger.starting import redraw_collection
from storage.rules import effort, ranking
from storage.rules.calendar import Slot, due_slot, is_late, next_slot
from storage.rules.digest import Composed, Size, compose
from storage.rules.people import Person
from storage.rules.ranking import Candidate
from storage.tables import collected, collection, decision, item, person, schedule, stream, task

LEFT_MOST = 3  # times that an item is brought before it is put to rest
NO_STREAM = 0
SMALLEST = Size(3, 700)  # a card with its worker's words cut to nothing


@dataclass(frozen=True, slots=True)
class Shown:
    """A collection that was made: its id, and how many items it brings and leaves behind."""

    id: int
    items: int
    behind: int


def due_schedules(tx: Tx) -> list[tuple[str, int]]:
    """(team, schedule) of what has come due by the wall clock, the longest due first."""
    rows = tx.conn.execute(
        sa.select(schedule.c.team, schedule.c.id)
        .where(schedule.c.active, schedule.c.next_at <= tx.wall)
        .order_by(schedule.c.next_at)
    )
    return [(r.team, r.id) for r in rows]


def next_alarm(tx: Tx) -> datetime | None:
    return tx.conn.execute(sa.select(sa.func.min(schedule.c.next_at)).where(schedule.c.active)).scalar()


def claim_slot(tx: Tx, team: str, schedule_id: int) -> Shown | None:
    """Claim the slot that is due and post its digest; None when nothing is due or nothing is ready.

    However many slots were slept through, one digest stands for all, marked late.
    """
    row = tx.conn.execute(
        sa.select(schedule)
        .where(schedule.c.team == team, schedule.c.id == schedule_id, schedule.c.active)
        .with_for_update()
    ).first()
    if row is None or row.next_at is None or row.next_at > tx.wall:
        return None
    times = people.read_schedule(row.times, row.days, row.zone)
    slot, coming = due_slot(times, row.since, tx.wall), next_slot(times, tx.wall)
    tx.conn.execute(
        sa.update(schedule)
        .where(schedule.c.team == team, schedule.c.id == schedule_id)
        .values(since=tx.wall, next_at=coming.at if coming else None)
    )
    if slot is None or _taken(tx, team, schedule_id, slot):
        return None
    if row.kind == "channel":
        return _channel_slot(tx, team, row, slot)
    return _person_slot(tx, people.ensure(tx, team, row.owner), schedule_id, slot)


def _taken(tx: Tx, team: str, schedule_id: int, slot: Slot) -> bool:
    """Whether this local date and time came round before: a person moved to another zone."""
    before = sa.select(collection.c.id).where(
        collection.c.team == team, collection.c.schedule_id == schedule_id, collection.c.slot == _slot_name(slot)
    )
    return tx.conn.execute(before).first() is not None


def _slot_name(slot: Slot) -> str:
    return f"{slot.day} {slot.time:%H:%M}"


def _person_slot(tx: Tx, who: Person, schedule_id: int, slot: Slot) -> Shown | None:
    ready = _shelf(tx, who.team, item.c.reviewer == who.user)
    made = _collect(
        tx,
        who.team,
        ready,
        who.most,
        kind="slot",
        reviewer=who.user,
        schedule=schedule_id,
        slot=_slot_name(slot),
        late=is_late(slot, tx.wall),
    )
    if made is None:
        tx.conn.execute(
            sa.update(person).where(person.c.team == who.team, person.c.user == who.user).values(quiet_at=slot.at)
        )
    return made


def _channel_slot(tx: Tx, team: str, row: Any, slot: Slot) -> Shown | None:
    here = sa.or_(task.c.channel == row.owner, stream.c.channel == row.owner)
    return _collect(
        tx,
        team,
        _shelf(tx, team, here),
        tx.terms.most,
        kind="slot",
        channel=row.owner,
        schedule=row.id,
        slot=_slot_name(slot),
        late=is_late(slot, tx.wall),
    )


def collect_now(tx: Tx, who: Person, key: str | None = None) -> Shown | None:
    """Bring what is ready without waiting for the next time; None when nothing is."""
    tx.once(who.team, key)
    return _collect(
        tx,
        who.team,
        _shelf(tx, who.team, item.c.reviewer == who.user, rest=True),
        who.most,
        kind="now",
        reviewer=who.user,
    )


def bring_quickest(tx: Tx, who: Person, key: str | None = None) -> Shown | None:
    """The one item that takes the least attention; None when nothing waits."""
    tx.once(who.team, key)
    ready = _shelf(tx, who.team, item.c.reviewer == who.user, rest=True)
    quickest = min(ready, key=lambda row: effort.minutes(row.words, row.doubts), default=None)
    return bring_one(tx, who, quickest.id) if quickest is not None else None


def bring_one(tx: Tx, who: Person, item_id: int) -> Shown | None:
    """A message with one item: for the first tasks of a new person, urgent work, and what was asked for."""
    ready = _shelf(tx, who.team, item.c.id == item_id, rest=True)
    return _collect(tx, who.team, ready, 1, kind="single", reviewer=who.user)


def _shelf(tx: Tx, team: str, whose: sa.ColumnElement[bool], rest: bool = False) -> Sequence[Any]:
    """Open, undecided items; those at rest only when they are asked for. Only what ranking needs, so that ten thousand
    are quick."""
    live = sa.exists().where(
        decision.c.team == item.c.team, decision.c.item_id == item.c.id, decision.c.undone_at.is_(None)
    )
    query = (
        sa.select(
            item.c.id,
            item.c.words,
            item.c.doubts,
            item.c.made_at,
            item.c.brought_at,
            item.c.left_count,
            task.c.stream_id,
            task.c.due_at,
            task.c.urgent,
        )
        .join_from(item, task, sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team))
        .join(stream, sa.and_(stream.c.id == task.c.stream_id, stream.c.team == item.c.team), isouter=True)
    )
    return tx.conn.execute(
        query.where(
            item.c.team == team, item.c.closed_at.is_(None), ~live, sa.true() if rest else sa.not_(item.c.rest), whose
        )
    ).all()


def candidate(row: Any, now: datetime, pace: float = 1.0) -> Candidate:
    minutes = effort.minutes(row.words, row.doubts, pace)
    return Candidate(
        row.id,
        row.stream_id or NO_STREAM,
        minutes,
        ranking.weight(now, row.made_at, row.due_at),
        row.made_at.timestamp(),
        ranking.group(now, row.made_at, row.due_at, row.urgent, minutes, row.doubts),
    )


def pace(tx: Tx, team: str, user: str) -> float:
    """The reviewer's own factor, measured from the last decisions that began with Open."""
    rows = tx.conn.execute(
        sa.select(item.c.words, item.c.doubts, item.c.opened_at, decision.c.at)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(
            decision.c.team == team,
            decision.c.who == user,
            decision.c.undone_at.is_(None),
            item.c.opened_at.is_not(None),
        )
        .order_by(decision.c.id.desc())
        .limit(25)
    ).all()
    measured = [(effort.minutes(r.words, r.doubts), (r.at - r.opened_at).total_seconds() / 60) for r in rows]
    sane = [(e, m) for e, m in measured if 0 < m < 20]
    return effort.pace([e for e, _ in sane], [m for _, m in sane])


def _collect(
    tx: Tx,
    team: str,
    ready: Sequence[Any],
    most: int,
    *,
    kind: str,
    reviewer: str = "",
    channel: str = "",
    schedule: int | None = None,
    slot: str | None = None,
    late: bool = False,
) -> Shown | None:
    own = pace(tx, team, reviewer) if reviewer else 1.0
    chosen = compose([candidate(row, tx.now, own) for row in ready], most, lambda _key: SMALLEST)
    by_id = {row.id: row for row in ready}
    if not chosen.order and slot is None:
        return None
    carried = sum(1 for c in chosen.order if by_id[c.key].brought_at is not None)
    made = tx.conn.execute(
        sa.insert(collection).returning(collection.c.id),
        {
            "team": team,
            "schedule_id": schedule,
            "slot": slot,
            "kind": kind,
            "reviewer": reviewer,
            "channel": channel,
            "late": late,
            "behind": chosen.behind,
            "carried": carried,
            "made_at": tx.now,
        },
    ).scalar_one()
    if not chosen.order:
        return None
    _fill(tx, team, made, chosen, by_id, left=slot is not None)
    _take_over(tx, team, made, [c.key for c in chosen.order])
    put_post(tx, team, "digest", made, channel=channel, owner=reviewer)
    tx.note(team, reviewer or channel, "collect", f"C-{made}", became=slot or kind, why=str(len(chosen.order)))
    return Shown(made, len(chosen.order), chosen.behind)


def _fill(tx: Tx, team: str, made: int, chosen: Composed, by_id: dict[int, Any], left: bool) -> None:
    rows = [
        {
            "team": team,
            "collection_id": made,
            "item_id": c.key,
            "position": position,
            "tier": int(c.group),
            "minutes": c.minutes,
            "why": ranking.why(tx.now, by_id[c.key].made_at, by_id[c.key].due_at, by_id[c.key].urgent),
        }
        for position, c in enumerate(chosen.order, 1)
    ]
    tx.conn.execute(sa.insert(collected), rows)
    again = [c.key for c in chosen.order if left and by_id[c.key].brought_at is not None]
    keys = [c.key for c in chosen.order]
    tx.conn.execute(sa.update(item).where(item.c.team == team, item.c.id.in_(keys)).values(brought_at=tx.now))
    if again:
        tx.conn.execute(
            sa.update(item)
            .where(item.c.team == team, item.c.id.in_(again))
            .values(left_count=item.c.left_count + 1, rest=item.c.left_count + 1 >= LEFT_MOST)
        )


def _take_over(tx: Tx, team: str, made: int, items: Sequence[int]) -> None:
    """Older messages with these items show where they went."""
    older = tx.conn.execute(
        sa.select(collected.c.collection_id)
        .where(collected.c.team == team, collected.c.item_id.in_(items), collected.c.collection_id != made)
        .distinct()
    )
    for row in older.all():
        redraw_collection(tx, team, row.collection_id)


def settle(tx: Tx, team: str, collection_id: int) -> None:
    """Nobody has tapped for a while: the message may shrink."""
    redraw_collection(tx, team, collection_id)
