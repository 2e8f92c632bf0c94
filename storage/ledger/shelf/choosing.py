"""What a collection is to bring: read and chosen beside the writer, so that nobody waits for a choice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.shelf import going_on
from storage.ledger.shelf.pace import pace
from storage.ledger.shelf.shelves import (
    Shelf,
    asked_again,
    of_channel,
    of_person,
    on_its_way,
    open_items,
    waiting_behind,
)
from storage.rules import effort, ranking, weighing
from storage.rules.fairness import fairly
from storage.rules.joined_rows import joined
from storage.rules.message_limits import Size, cards_in_a_message
from storage.rules.order_cost import Candidate, sitting
from storage.rules.people import Person
from storage.rules.ranking import Rule
from storage.rules.still_right import MOST
from storage.rules.values.ask import Kind
from storage.rules.values.task import Origin
from storage.tables import item, schedule, stream, task

NO_STREAM = 0
SMALLEST = Size(3, 1_000)  # a card with its worker's words cut short
_ROW = sa.and_(task.c.origin == Origin.ROW, item.c.kind == Kind.DRAFT)
GROUP = sa.case((_ROW, task.c.series_id)).label("series")  # the series of a draft that goes over a row; else NULL
CANDIDATE = (  # in the order that `candidate` reads; no more is read of ten thousand
    item.c.id,
    item.c.words,
    item.c.doubts,
    item.c.made_at,
    task.c.stream_id,
    task.c.due_at,
    task.c.urgent,
    stream.c.priority,
)
READ = (*CANDIDATE, task.c.assigner, GROUP)
CLAIMED = (
    *(item.c.id, item.c.made_at, item.c.brought_at, item.c.left_count, item.c.later_at),
    *(task.c.due_at, task.c.urgent),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The items to bring, in their order, and how many stay behind.

    Attributes:
        wanted: how many would be brought if one message held them.
        at: when they were chosen.
    """

    order: tuple[Candidate, ...]
    behind: int
    wanted: int
    at: datetime


def choose_now(read: Read, person: Person, after: int = 0, unseen: Collection[int] = ()) -> Choice:
    """Choose what a person is brought without waiting for the next time, with what rests; of where they go on from,
    what had no room."""
    return choose(read, of_person(person, rest=True, after=after, unseen=unseen))


def choose_slot(read: Read, team: str, schedule_id: int) -> Choice | None:
    """Choose what a schedule brings; return None where the schedule belongs to nobody any more."""
    mine = schedule.c.team == team, schedule.c.id == schedule_id
    row = read.conn.execute(sa.select(schedule.c.kind, schedule.c.owner).where(*mine)).first()
    if row is None:
        return None
    if row.kind == "channel":
        return choose(read, of_channel(read, team, row.owner))
    person = people.find(read, team, row.owner)
    return choose(read, of_person(person)) if person else None


def choose(read: Read, shelf: Shelf, rule: Rule = ranking.choose) -> Choice:
    """Choose what to bring of all that is open on a shelf."""
    own = pace(read, shelf.team, shelf.reviewer) if shelf.reviewer else 1.0
    rows = list(_read(read, shelf, READ))
    shown = going_on.shown(read, shelf.team, shelf.reviewer, shelf.after) if shelf.after else ()
    behind = _behind(read, shelf)
    ready = [candidate(row[:-2], read.now, own, behind.get(row[0], 0)) for row in rows]
    first = shelf.who.first_on(read.wall) if shelf.who else None
    ready = [replace(c, first=c.stream == first) for c in ready] if first is not None else ready
    new = [c for c in ready if c.key not in shown or c.key in shelf.unseen]
    cards, groups = joined(new, {row[0]: row[-1] for row in rows if row[-1] is not None})
    others = {row[0]: row[-2] for row in rows if row[-2] != shelf.reviewer} if shelf.reviewer else {}
    most = shelf.most if shelf.window else min(shelf.most, cards_in_a_message(SMALLEST))
    chosen = fairly(cards, others, most, lambda some, room: tuple(rule(some, room, sitting(some))))
    order = tuple(member for card in chosen for member in groups.get(card.key, (card,)))
    full, asked = min(shelf.most, len(cards)) - len(chosen), _asked_again(read, shelf, own)
    return Choice((*order, *asked), len(new) - len(order), len(order) + len(asked) + full, read.now)


def _asked_again(read: Read, shelf: Shelf, own: float) -> list[Candidate]:
    """Return what a person's own collection asks again, behind all else: whether what they approved is still right."""
    if not shelf.reviewer or shelf.after or shelf.item:
        return []
    return [candidate(row, read.now, own) for row in shelf.all(read, asked_again(CANDIDATE, MOST))]


def still_open(read: Read, shelf: Shelf, choice: Choice | None) -> dict[int, Any]:
    """Return the rows of those items of a choice that are still to be decided, by the item's id."""
    keys = [c.key for c in choice.order] if choice else []
    return {row.id: row for row in _read(read, shelf, CLAIMED, only=keys)} if keys else {}


def _read(
    read: Read, shelf: Shelf, columns: tuple[sa.ColumnElement[Any], ...], only: Collection[int] | None = None
) -> Iterable[Any]:
    """Return the open, undecided items of a shelf that are not put off."""
    return shelf.all(read, open_items(shelf, columns, only is not None), only or ())


def has_new(read: Read, shelf: Shelf, query: sa.Select[tuple[int]], since: datetime) -> bool:
    """Tell whether anything is on a shelf that was not there at an instant, beside the items that a message shows."""
    moved = item.c.later_at.is_not(None), item.c.given_by != "", item.c.stands_for != "", item.c.rest
    new = sa.or_(item.c.made_at > since, *moved), item.c.id.not_in(query)
    ours = open_items(shelf, (item.c.id,)).where(*new).limit(1)
    return read.conn.execute(ours, shelf.values(read)).first() is not None


def _behind(read: Read, shelf: Shelf) -> dict[int, int]:
    """Return how many tasks wait for the task of an item, by the item's id, where any do."""
    return {row.id: row.behind for row in shelf.all(read, waiting_behind(shelf.kind))}


def is_on_its_way(read: Read, person: Person) -> bool:
    """Tell whether a message with what waits for a person is promised, and Slack does not have it yet."""
    return read.conn.execute(on_its_way().limit(1), of_person(person).values(read)).first() is not None


def candidate(row: Any, now: datetime, pace: float = 1.0, behind: int = 0) -> Candidate:
    """Return what ranking needs to know of an item, from the columns of its row.

    Args:
        behind: tasks that wait for it.
    """
    key, words, doubts, made_at, stream_id, due_at, urgent, priority = row
    return Candidate(
        key=key,
        stream=stream_id or NO_STREAM,
        minutes=effort.minutes(words, doubts, pace),
        weight=weighing.weight(now, made_at, due_at, behind, priority=priority or 0),
        ready_at=made_at.timestamp(),
        urgent=urgent,
        behind=behind,
    )
