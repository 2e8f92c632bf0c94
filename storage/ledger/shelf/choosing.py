"""What a collection is to bring: read and chosen beside the writer, so that nobody waits for a choice."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.shelf import resting
from storage.ledger.shelf.expecting import pace
from storage.ledger.shelf.waiting import live_decision, ripe
from storage.rules import effort, ranking
from storage.rules.digest import Size, cards_in_a_message, compose
from storage.rules.fairness import fairly
from storage.rules.people import Person
from storage.rules.posts import ON_ITS_WAY, PostKind
from storage.rules.ranking import Rule
from storage.rules.sitting import Candidate
from storage.rules.still_right import MOST
from storage.rules.together import joined
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Origin, State
from storage.tables import collected, collection, edge, item, post, schedule, stream, task

LATELY = timedelta(days=1)  # a message that Slack has not had for so long does not come any more
NO_STREAM = 0
WAITER = task.alias("waiter")
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
CLAIMED = (
    *(item.c.id, item.c.made_at, item.c.brought_at, item.c.left_count, item.c.later_at),
    *(task.c.due_at, task.c.urgent),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The open items of a person or of a channel, and how a collection brings them.

    Attributes:
        mine: tells them from all others.
        most: at most so many are brought.
        rest: with what was put to rest.
        after: the collection that a person goes on from: what it does not show comes first; 0 for none.
        posted: with what is being posted at this moment.
        who: the person whose shelf it is.
        single: it holds one item and nothing else.
    """

    team: str
    mine: sa.ColumnElement[bool]
    most: int
    reviewer: str = ""
    channel: str = ""
    rest: bool = False
    after: int = 0
    posted: bool = False
    who: Person | None = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The items to bring, in their order, and how many stay behind.

    Attributes:
        wanted: how many would be brought if one message held them.
    """

    order: tuple[Candidate, ...]
    behind: int
    wanted: int


def of_person(person: Person, *, rest: bool = False, after: int = 0) -> Shelf:
    """Return the shelf of a person."""
    mine = item.c.reviewer == person.user
    own = person.user
    return Shelf(team=person.team, mine=mine, most=person.most, reviewer=own, rest=rest, after=after, who=person)


def of_channel(read: Read, team: str, channel: str) -> Shelf:
    """Return the shelf of a channel: the items of tasks that were to be seen there from the start; without what is
    between a colleague and who asked them, and what only did not get to its place."""
    private = str(Remedy.WORKER), str(Remedy.DELIVERY)
    mine = sa.and_(task.c.shown_in == channel, item.c.remedy.not_in(private))
    return Shelf(team=team, mine=mine, most=read.terms.most, channel=channel)


def of_item(person: Person, item_id: int) -> Shelf:
    """Return a shelf that holds one item of a person and nothing else."""
    mine = sa.and_(item.c.reviewer == person.user, item.c.id == item_id)
    return Shelf(team=person.team, mine=mine, most=1, reviewer=person.user, rest=True, single=True)


def choose_now(read: Read, person: Person, after: int = 0) -> Choice:
    """Choose what a person is brought without waiting for the next time, with what rests."""
    return choose(read, of_person(person, rest=True, after=after))


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
    rows, shown = list(_read(read, shelf, *CANDIDATE, task.c.assigner, GROUP)), _shown(read, shelf)
    behind = _behind(read, shelf)
    ready = [candidate(row[:-2], read.now, own, behind.get(row[0], 0)) for row in rows]
    first = shelf.who.first_on(read.wall) if shelf.who else None
    ready = [replace(c, first=c.stream == first) for c in ready] if first is not None else ready
    new = [c for c in ready if c.key not in shown] or ready
    cards, groups = joined(new, {row[0]: row[-1] for row in rows if row[-1] is not None})
    others = {row[0]: row[-2] for row in rows if row[-2] != shelf.reviewer} if shelf.reviewer else {}
    most = min(shelf.most, cards_in_a_message(SMALLEST))
    chosen = fairly(cards, others, most, lambda some, room: compose(some, room, SMALLEST, rule))
    order = tuple(member for card in chosen for member in groups.get(card.key, (card,)))
    full, asked = min(shelf.most, len(cards)) - len(chosen), _asked_again(read, shelf, own)
    return Choice((*order, *asked), len(ready) - len(order), len(order) + len(asked) + full)


def _asked_again(read: Read, shelf: Shelf, own: float) -> list[Candidate]:
    """Return what a person's own collection asks again, behind all else: whether what they approved is still right."""
    if not shelf.reviewer or shelf.after or shelf.single:
        return []
    wanted = item.c.team == shelf.team, item.c.reviewer == shelf.reviewer, item.c.closed_at.is_(None)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    of_stream = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == item.c.team)
    query = sa.select(*CANDIDATE).join_from(item, task, of_task).join(stream, of_stream, isouter=True)
    rows = query.where(*wanted, item.c.kind == str(Kind.STILL_RIGHT), item.c.id.not_in(_on_its_way(read, shelf)))
    return [candidate(row, read.now, own) for row in read.conn.execute(rows.order_by(item.c.id).limit(MOST))]


def still_open(read: Read, shelf: Shelf, choice: Choice | None) -> dict[int, Any]:
    """Return the rows of those items of a choice that are still to be decided, by the item's id."""
    keys = [c.key for c in choice.order] if choice else []
    return {row.id: row for row in _read(read, shelf, *CLAIMED, only=keys)} if keys else {}


def _read(
    read: Read, shelf: Shelf, *columns: sa.ColumnElement[Any], only: Collection[int] | None = None
) -> Iterable[Any]:
    """Return the open, undecided items of a shelf that are not put off."""
    return read.conn.execute(_query(read, shelf, *columns, only=only))


def has_new(read: Read, shelf: Shelf, query: sa.Select[tuple[int]], since: datetime) -> bool:
    """Tell whether anything is on a shelf that was not there at an instant, beside the items that a message shows."""
    moved = item.c.later_at.is_not(None), item.c.given_by != "", item.c.stands_for != "", item.c.rest
    new = sa.or_(item.c.made_at > since, *moved)
    return (
        read.conn.execute(_query(read, shelf, item.c.id).where(new, item.c.id.not_in(query)).limit(1)).first()
        is not None
    )


def _query(
    read: Read, shelf: Shelf, *columns: sa.ColumnElement[Any], only: Collection[int] | None = None
) -> sa.Select[Any]:
    wanted = [item.c.team == shelf.team, item.c.closed_at.is_(None), ~live_decision(), ripe(read), shelf.mine]
    if not shelf.posted:
        wanted.append(item.c.id.not_in(_on_its_way(read, shelf)))
    if shelf.channel:
        wanted.append(item.c.id.not_in(resting.in_channel(shelf.team, shelf.channel)))
    elif not shelf.rest:
        wanted.append(sa.or_(sa.not_(item.c.rest), item.c.kind == str(Kind.STILL_RIGHT)))
    wanted.append(item.c.id.in_(only) if only is not None else item.c.kind != str(Kind.STILL_RIGHT))
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    of_stream = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == item.c.team)
    query = sa.select(*columns).join_from(item, task, of_task).join(stream, of_stream, isouter=True)
    return query.where(*wanted)


def _behind(read: Read, shelf: Shelf) -> dict[int, int]:
    """Return how many tasks wait for the task of an item, by the item's id, where any do."""
    waits = sa.and_(WAITER.c.id == edge.c.task_id, WAITER.c.team == edge.c.team, WAITER.c.state == str(State.BLOCKED))
    after = edge.c.team == item.c.team, edge.c.after_id == item.c.task_id, sa.not_(edge.c.waived)
    count = sa.select(sa.func.count()).select_from(edge).join(WAITER, waits).where(*after).correlate(item)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    mine = item.c.team == shelf.team, item.c.closed_at.is_(None), shelf.mine
    counts = sa.select(item.c.id, count.scalar_subquery().label("behind")).join_from(item, task, of_task).where(*mine)
    some = counts.subquery()
    rows = read.conn.execute(sa.select(some.c.id, some.c.behind).where(some.c.behind > 0)).all()
    return {row.id: row.behind for row in rows}


def is_on_its_way(read: Read, person: Person) -> bool:
    """Tell whether a message with what waits for a person is promised, and Slack does not have it yet."""
    return read.conn.execute(_on_its_way(read, of_person(person)).limit(1)).first() is not None


def _on_its_way(read: Read, shelf: Shelf) -> sa.Select[tuple[int]]:
    """Return the items of collections that are being posted: no other message takes them over meanwhile."""
    mine = collection.c.team == shelf.team, collection.c.reviewer == shelf.reviewer
    lately = collection.c.channel == shelf.channel, collection.c.made_at > read.now - LATELY
    of_post = sa.and_(post.c.team == shelf.team, post.c.subject == sa.cast(collection.c.id, sa.String))
    promised = post.c.surface == PostKind.DIGEST, post.c.state.in_(ON_ITS_WAY), post.c.error == ""
    items = sa.select(collected.c.item_id).join_from(collection, collected).join(post, of_post)
    return items.where(*mine, *lately, collected.c.team == shelf.team, collection.c.kind != "single", *promised)


def _shown(read: Read, shelf: Shelf) -> Collection[int]:
    """Return what the collection shows that a person goes on from."""
    if not shelf.after:
        return ()
    there = collected.c.team == shelf.team, collected.c.collection_id == shelf.after
    return frozenset(read.conn.execute(sa.select(collected.c.item_id).where(*there)).scalars())


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
        weight=ranking.weight(now, made_at, due_at, behind, priority=priority or 0),
        ready_at=made_at.timestamp(),
        urgent=urgent,
        behind=behind,
    )
