"""A collection that brings items: what was chosen and is still open, in one message that is promised with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import put_post
from storage.ledger.shelf import choosing, habits, owed, resting, shelves, unseen
from storage.ledger.shelf.attention import BROUGHT
from storage.ledger.shelf.choosing import Choice
from storage.ledger.shelf.shelves import Shelf
from storage.prepared import Statement, insert, one_of
from storage.rules import weighing
from storage.rules.calendar import is_late
from storage.rules.happenings import Happening
from storage.rules.order_cost import Candidate
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.values.schedule import Slot
from storage.tables import collected, collection, item

_NEW = insert(
    collection,
    *("team", "schedule_id", "slot", "kind", "reviewer", "channel", "late", "behind", "carried", "wanted", "owed"),
    "made_at",
    returning="id",
)
_PUT = insert(collected, "team", "collection_id", "item_id", "position", "minutes", "why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A collection that was made: its id, how many items it brings and leaves behind, and which were left and come
    again; what was put off was not left."""

    id: int
    items: int
    behind: int
    again: tuple[int, ...] = ()
    owed: int = 0  # tasks that it brings to who works on them


def slot_name(slot: Slot) -> str:
    """Return the name of a slot: its local date and time, such as “2026-11-26 09:00”, with its turn after the first."""
    return f"{slot.day} {slot.time:%H:%M}" + (f" {slot.turn}" if slot.turn > 1 else "")


def bring_one(tx: Tx, person: Person, item_id: int, asked: bool = False) -> Shown | None:
    """Promise a message with one item: of a new person's first tasks, of urgent work, or one that was asked for. Return
    None where its reader is no full member."""
    if person.actor.outside is not None:
        return None
    return collect(tx, shelves.of_item(person, item_id), None, kind="asked" if asked else "single")


def bring_owed(tx: Tx, person: Person, task_id: int) -> None:
    """Promise a message with one task to who works on it, where they are a full member."""
    if person.actor.outside is None:
        _bring_owed(tx, person, owed.Chosen((task_id,)))


def bring_untold(tx: Tx, person: Person) -> None:
    """Promise a message with each task that was asked of a person and that nothing has brought them."""
    for task_id in owed.untold(tx, person.team, person.user):
        bring_owed(tx, person, task_id)


def _bring_owed(tx: Tx, person: Person, chosen: owed.Chosen) -> None:
    row = {"team": person.team, "kind": "owed", "reviewer": person.user, "owed": list(chosen.ids), "made_at": tx.now}
    new_id = tx.conn.execute(sa.insert(collection).returning(collection.c.id), row).scalar_one()
    owed.brought(tx, person, chosen)
    put_post(tx, person.team, PostKind.DIGEST, new_id, owner=person.user)
    tx.note(person.team, person.user, Happening.COLLECT, f"C-{new_id}", became="owed", why="1")


def collect(
    tx: Tx, shelf: Shelf, choice: Choice | None, *, kind: str, schedule: int | None = None, slot: Slot | None = None
) -> Shown | None:
    """Make a collection of what was chosen and is still open, and promise its message; return None for an empty one."""
    chosen, rows = _claim(tx, shelf, choice)
    theirs = _owed(tx, shelf, kind, bool(rows))
    by_rule = _is_own(shelf, kind) and habits.untold(tx, shelf.team, shelf.reviewer)
    brings = bool(rows or theirs.ids or by_rule)
    if not brings and slot is None:
        return None
    if brings and kind in BROUGHT and shelf.reviewer and not shelf.channel:
        unseen.set_aside(tx, shelf.team, shelf.reviewer, theirs.ids)
    before = resting.brought_before(tx, shelf.team, shelf.reviewer, shelf.channel, list(rows))
    (collection_id,) = _NEW(
        tx.conn,
        {
            "team": shelf.team,
            "schedule_id": schedule,
            "slot": slot and slot_name(slot),
            "kind": kind,
            "reviewer": shelf.reviewer,
            "channel": shelf.channel,
            "late": slot is not None and is_late(slot, tx.wall),
            "behind": chosen.behind,
            "carried": len(before),
            "wanted": chosen.wanted,
            "owed": list(theirs.ids) or None,
            "made_at": tx.now,
        },
    )
    if not brings:
        return None
    left = tuple(sorted(key for key in before if rows[key].later_at is None))
    if _is_own(shelf, kind):
        habits.tell(tx, shelf.team, shelf.reviewer, collection_id)
    if rows:
        counts = {key: row.left_count + (slot is not None and key in left) for key, row in rows.items()}
        _fill(tx, shelf.team, collection_id, chosen.order, rows=rows, left=counts if shelf.reviewer else {})
    if theirs.ids:
        owed.brought(tx, people.ensure(tx, shelf.team, shelf.reviewer), theirs)
    put_post(tx, shelf.team, PostKind.DIGEST, collection_id, channel=shelf.channel, owner=shelf.reviewer)
    became, count = slot_name(slot) if slot else kind, len(rows)
    tx.note(
        shelf.team,
        shelf.reviewer or shelf.channel,
        Happening.COLLECT,
        f"C-{collection_id}",
        became=became,
        why=str(count),
    )
    return Shown(id=collection_id, items=count, behind=chosen.behind, again=left, owed=len(theirs.ids))


def _is_own(shelf: Shelf, kind: str) -> bool:
    """Tell whether it is a person's own collection, and not what they go on to from one."""
    return bool(shelf.reviewer) and not shelf.channel and kind in ("slot", "now") and not shelf.after


def _owed(read: Read, shelf: Shelf, kind: str, beside: bool) -> owed.Chosen:
    """Return what a person's own collection brings of what they owe; what they go on from brought it already."""
    owner = people.find(read, shelf.team, shelf.reviewer) if shelf.reviewer and not shelf.channel else None
    if owner is None or not _is_own(shelf, kind):
        return owed.Chosen()
    return owed.choose(read, owner, beside, asked=kind == "now")


def _claim(read: Read, shelf: Shelf, choice: Choice | None) -> tuple[Choice, dict[int, Any]]:
    """Return what of a choice is still open, with its rows; where nothing is, what is chosen now."""
    rows = choosing.still_open(read, shelf, choice)
    if choice is None or not rows:
        choice = choosing.choose(read, shelf)
        rows = choosing.still_open(read, shelf, choice)
    gone = len(choice.order) - len(rows)
    return replace(choice, order=tuple(c for c in choice.order if c.key in rows), wanted=choice.wanted - gone), rows


def _why(read: Read, row: Any, behind: int, left: int) -> str:
    return weighing.why(read.now, row.made_at, row.due_at, row.urgent, behind=behind, left=left)


def _fill(
    tx: Tx, team: str, new_id: int, order: Sequence[Candidate], *, rows: Mapping[int, Any], left: Mapping[int, int]
) -> None:
    """Put items into a collection in their order, and note that they were brought.

    Args:
        left: how often each was brought to its reader and left; a channel has no one reader.
    """
    shown = [
        {
            "team": team,
            "collection_id": new_id,
            "item_id": c.key,
            "position": position,
            "minutes": c.minutes,
            "why": _why(tx, rows[c.key], c.behind, left.get(c.key, 0)),
        }
        for position, c in enumerate(order, 1)
    ]
    _PUT.each(tx.conn, shown)
    _brought.run(tx.conn, team, list(rows), tx.now)


@Statement
def _brought(team: str, ids: Collection[int], now: datetime) -> sa.Update:
    mine = item.c.team == team, one_of(item.c.id, ids)
    return sa.update(item).where(*mine).values(brought_at=now, later_at=None)
