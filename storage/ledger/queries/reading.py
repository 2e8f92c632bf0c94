"""Questions that the surfaces ask: what a message shows, where a task stands, what a portfolio holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people, schedules
from storage.ledger.core.ledger import Read
from storage.ledger.messages import cards, posting
from storage.ledger.queries import own_figures
from storage.ledger.queries.histories import history
from storage.ledger.rows.draft_rows import base_of, load_draft, load_drafts
from storage.ledger.rows.item_rows import item_of, items_of
from storage.ledger.shelf import first_of_week, habits, owed, resting
from storage.ledger.shelf.around import with_steps
from storage.ledger.shelf.pace import pace
from storage.ledger.shelf.standing_in import with_absence
from storage.ledger.work.steps import pipeline
from storage.prepared import Statement
from storage.rules import effort
from storage.rules.authority import Action, Claim
from storage.rules.calendar import next_slot
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.cards import Card, Collected, Rows
from storage.rules.pages.often import Often
from storage.rules.pages.whole import Whole
from storage.rules.posts import PostKind, PostState
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item, Remedy, Submission
from storage.rules.values.place import Place
from storage.rules.values.series import SeriesState
from storage.rules.values.task import Origin, State, Task
from storage.tables import collected, collection, item, post, series, task


def shown_at(read: Read, team: str, place: Place | None, key: str) -> Collected | None:
    """Return what a message shows; Slack may have it before its answer says where it is.

    Args:
        key: of one of its items.
    """
    post = posting.find_at(read, team, place) if place else None
    return collected_view(read, team, int(post.subject)) if post else shown_last(read, team, key)


def shown_last(read: Read, team: str, key: str) -> Collected | None:
    """Return the newest collection that shows an item, even before Slack has answered; None when there is none."""
    of_item = sa.and_(collected.c.item_id == item.c.id, collected.c.team == item.c.team)
    query = sa.select(sa.func.max(collected.c.collection_id)).join_from(item, collected, of_item)
    newest = read.conn.execute(query.where(item.c.team == team, item.c.key == key)).scalar()
    return collected_view(read, team, newest) if newest is not None else None


@Statement
def _collection(team: str, collection_id: int) -> sa.Select[Any]:
    return sa.select(collection).where(collection.c.team == team, collection.c.id == collection_id)


def collected_view(read: Read, team: str, collection_id: int) -> Collected | None:
    """Return a collection and all that its message shows; None when there is no such collection."""
    row = _collection.first(read.conn, team, collection_id)
    if row is None:
        return None
    cards = tuple(_cards(read, team, collection_id, row.reviewer, row.channel))
    person = people.find(read, team, row.reviewer) if row.reviewer else None
    times = person.schedule if person else schedules.channel_schedule(read, team, row.channel)
    coming = next_slot(times, read.wall) if times and person is None else None
    own_slot = row.slot and row.reviewer
    first = own_slot and first_of_week.is_first_of_week(read, team, row.reviewer, row.slot, row.id)
    usual = person.zone if person else schedules.channel_zone(read, team, row.channel) if times is None else ""
    zone = times.zone if times else usual or read.terms.zone
    return Collected(
        id=row.id,
        kind=row.kind,
        slot=row.slot or "",
        reviewer=row.reviewer,
        channel=row.channel,
        late=row.late,
        behind=row.behind,
        carried=row.carried,
        made_at=row.made_at,
        tapped_at=row.tapped_at,
        zone=zone,
        next_at=people.next_time(read, person) if person else coming.at if coming else None,
        next_known=times is not None,
        cards=cards,
        wanted=row.wanted,
        resting=resting.often(read, team, row.reviewer) if first else Often(),
        last_week=own_figures.of_week_before(read, person, _day(row.slot)) if first and person else None,
        owed=owed.of_collection(read, row),
        owed_more=max(0, owed.count(read, team, row.reviewer) - owed.MOST) if len(row.owed or ()) == owed.MOST else 0,
        welcomes=owed.welcomes(read, row),
        first=person.first_on(row.made_at) if person else None,
        rules=habits.told(read, row),
        four_eyes=read.terms.policy.four_eyes,
        rows=_rows(read, team, {c.item.task.series_number for c in cards if c.item.task.origin is Origin.ROW}),
    )


def _day(slot: str) -> date:
    """Return the local date of a slot."""
    return date.fromisoformat(slot.split(" ")[0])


def _rows(read: Read, team: str, numbers: Collection[int]) -> Mapping[int, Rows]:
    """Return how the series with these numbers stand."""
    if not numbers:
        return {}
    of_task = sa.and_(task.c.team == series.c.team, task.c.series_id == series.c.id)
    closed, ready, failed = (
        sa.func.count(sa.case((task.c.state.in_(states), task.c.id)))
        for states in (sorted(CLOSED), [State.READY], [State.FAILED])
    )
    counts = closed.label("closed"), ready.label("ready"), failed.label("failed")
    total = sa.func.json_array_length(series.c.rows)
    started = series.c.state == str(SeriesState.ACTIVE)
    unmade = sa.case((started, 0), else_=total - sa.func.count(task.c.id)).label("unmade")
    query = (
        sa.select(series.c.number, series.c.title, total.label("total"), unmade, *counts)
        .join_from(series, task, of_task)
        .where(series.c.team == team, series.c.number.in_(numbers))
        .group_by(series.c.id)
    )
    rows = read.conn.execute(query)
    return {r.number: Rows(**{name: value for name, value in r._mapping.items() if name != "number"}) for r in rows}


@Statement
def _collected(team: str, collection_id: int, reviewer: str, channel: str) -> sa.Select[Any]:
    """Return the query of the items of a collection, each with the newest that shows it to the same readers."""
    later = (
        sa.select(sa.func.max(collected.c.collection_id))
        .join_from(
            collected,
            collection,
            sa.and_(
                collection.c.id == collected.c.collection_id,
                collection.c.reviewer == reviewer,
                collection.c.channel == channel,
            ),
        )
        .join(post, post.c.subject == sa.cast(collection.c.id, sa.String))
        .where(collected.c.team == team, collected.c.item_id == item.c.id)
        .where(post.c.team == team, post.c.surface == PostKind.DIGEST, post.c.state == PostState.SENT)
        .correlate(item)
        .scalar_subquery()
    )
    return (
        sa.select(item, collected.c.position, collected.c.why, collected.c.minutes, later.label("newest"))
        .join_from(collected, item, sa.and_(item.c.id == collected.c.item_id, item.c.team == collected.c.team))
        .where(collected.c.team == team, collected.c.collection_id == collection_id)
        .order_by(collected.c.position)
    )


def _cards(read: Read, team: str, collection_id: int, reviewer: str, channel: str) -> Sequence[Card]:
    rows = _collected.all(read.conn, team, collection_id, reviewer, channel)
    items = with_absence(read, team, with_steps(read, team, items_of(read, team, rows)))
    bases = [(item.task.id, item.draft.base if item.draft else 0) for item in items]
    previous = load_drafts(read, team, set(bases))
    return [
        Card(
            item=item,
            position=row.position,
            why=row.why,
            minutes=row.minutes,
            previous=previous.get(base),
            moved=(row.newest or 0) > collection_id or _gone_to(item, reviewer) != "",
            gone_to=_gone_to(item, reviewer),
            later=item.later_at is not None and item.later_at > read.wall,
        )
        for item, row, base in zip(items, rows, bases, strict=True)
    ]


def _gone_to(target: Item, reviewer: str) -> str:
    """Return who decides on an item now, where that is not the reader of its message; '' where it is. What becomes of
    it is told to the reader only where the task is theirs, or they decided it themselves."""
    waits = target.open and target.decision is None
    decided = target.decision is not None and target.decision.who == reviewer
    theirs = reviewer in (target.task.reviewer, target.task.assigner) or decided
    return target.reviewer if reviewer and target.reviewer != reviewer and (waits or not theirs) else ""


def whole(read: Read, claim: Claim, *, key: str | None = None, number: int | None = None, run: int = 0) -> Whole:
    """Return a task with everything, found by its item's key or by its number (`run`: which of a series).

    Raises:
        Refused: it does not exist or is not theirs to read, in the same words.
    """
    target = access.item(read, claim, Action.READ, key) if key else None
    task = target.task if target else access.task(read, claim, Action.READ, number=number, run=run)
    version = target.draft_version if target else task.draft_version
    draft = load_draft(read, task.team, task.id, version, files=True)
    previous = base_of(read, task.team, task.id, version)
    person = people.find(read, claim.team, claim.user)
    asked_again = target is not None and target.kind is Kind.STILL_RIGHT
    last = _with_files(read, last_item(read, task) if asked_again else target or last_item(read, task))
    return Whole(
        task=task,
        item=_around(read, cards.with_card(read, last)) if last is not None else None,
        draft=draft,
        previous=previous,
        history=history(read, task),
        pipeline=pipeline(read, task),
        minutes=_minutes(read, claim, last.id) if last is not None else 0.0,
        zone=person.zone if person and person.zone else read.terms.zone,
        next_at=people.next_time(read, person) if person else None,
        four_eyes=read.terms.policy.four_eyes,
    )


def _minutes(read: Read, claim: Claim, item_id: int) -> float:
    """Return how many minutes an item is likely to take who asks, as their cards say it."""
    query = sa.select(item.c.words, item.c.doubts).where(item.c.team == claim.team, item.c.id == item_id)
    words, doubts = read.conn.execute(query).one()
    return effort.minutes(words, doubts, pace(read, claim.team, claim.user))


def with_card(read: Read, team: str, key: str) -> Item | None:
    """Return an item with what stands around it, and whether a card shows it; None when it is deleted."""
    target = cards.find_with_card(read, team, key)
    return _around(read, target) if target is not None else None


def _around(read: Read, target: Item) -> Item:
    """Return an item with what stands around it."""
    team = target.task.team
    return with_absence(read, team, with_steps(read, team, [target]))[0]


def standing(read: Read, claim: Claim, number: int, run: int = 0) -> tuple[Task, Item | None]:
    """Return a task (`run`: which of a series), and its last item for its assigner, its reviewer and who stands in;
    administrators see only where a task stands.

    Raises:
        Refused: it does not exist or is not theirs to see, in the same words.
    """
    target = access.task(read, claim, Action.SEE, number=number, run=run)
    last = last_item(read, target)
    mine = claim.user in (target.assigner, target.reviewer, last.reviewer if last and last.open else "")
    return target, last if mine else None


def _with_files(read: Read, target: Item | None) -> Item | None:
    """An item whose versions have their files."""
    if target is None or not isinstance(target.about, Submission) or not target.candidates:
        return target
    found = (load_draft(read, target.task.team, target.task.id, d.version, files=True) for d in target.candidates)
    return replace(target, about=replace(target.about, candidates=tuple(d for d in found if d is not None)))


def last_item(read: Read, task: Task) -> Item | None:
    """Return the newest item of a task that was to be decided; None when it has none. What was not delivered counts
    only while it is open."""
    counts = sa.or_(item.c.remedy != str(Remedy.DELIVERY), item.c.closed_at.is_(None))
    mine = item.c.team == task.team, item.c.task_id == task.id, item.c.kind != str(Kind.STILL_RIGHT), counts
    row = read.conn.execute(sa.select(item).where(*mine).order_by(item.c.id.desc()).limit(1)).first()
    return None if row is None else item_of(read, row)
