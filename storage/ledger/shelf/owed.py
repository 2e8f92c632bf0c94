"""What a colleague owes: the tasks that they work on, as their collections bring them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.codec.items import ask_of
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf import standing_in
from storage.prepared import Statement
from storage.rules.gate import share_of
from storage.rules.handed_in import HANDED_IN
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.owed import Owed
from storage.rules.people import Person
from storage.rules.points import points_of
from storage.rules.posts import PostKind, PostState
from storage.rules.values.ask import Kind
from storage.rules.values.task import State, Task
from storage.rules.values.worker import WorkerKind
from storage.tables import attempt, change, check, collection, decision, draft, item, person, post, task

MOST, OLDER = 5, 20  # tasks that one message brings, and messages that are looked through for an older card
LISTED = 100  # tasks of a list


@dataclass(frozen=True, slots=True)
class Chosen:
    """The tasks that a message brings to who works on them; `reminded` are those whose time is near."""

    ids: tuple[int, ...] = ()
    reminded: tuple[int, ...] = ()


def of_worker(team: str, user: str) -> sa.ColumnElement[bool]:
    """Return the SQL condition of what a colleague works on."""
    states = sa.or_(*(task.c.state == str(state) for state in sorted(RUNNING)))
    mine = task.c.team == team, task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == user
    return sa.and_(*mine, states)


def count(read: Read, team: str, user: str) -> int:
    """Return how many tasks a person owes."""
    query = sa.select(sa.func.count()).select_from(task).where(of_worker(team, user))
    return int(read.conn.execute(query).scalar_one())


def awaits_welcome(read: Read, team: str, user: str) -> bool:
    """Tell whether a person owes something that nobody has brought them: their welcome comes with it."""
    untold = sa.select(task.c.id).where(of_worker(team, user), task.c.told_at.is_(None))
    return read.conn.execute(untold.limit(1)).first() is not None


def untold(read: Read, team: str, user: str) -> list[int]:
    """Return the ids of the tasks that a person owes and that no message has brought them, at most a message's."""
    query = sa.select(task.c.id).where(of_worker(team, user), task.c.told_at.is_(None)).order_by(task.c.id)
    return list(read.conn.execute(query.limit(MOST)).scalars())


def choose(read: Read, owner: Person, beside: bool, asked: bool = False) -> Chosen:
    """Return what a collection brings of what a person owes: what is new or due soon first, the earliest due first.

    Args:
        beside: whether the collection brings something else, too.
        asked: whether the person asked for it; else it comes alone only where there is something new to say.
    """
    rows = _theirs.all(read.conn, owner.team, owner.user)
    coming = people.next_time(read, owner)
    reminded = {row.id for row in rows if _is_near(row, read.now, coming)}
    new = {row.id for row in rows if row.told_at is None}
    if not (beside or asked or new or reminded):
        return Chosen()
    first = new | reminded

    def order(row: Any) -> tuple[bool, bool, datetime, int]:
        return row.id not in first, row.due_at is None, row.due_at or read.now, row.id

    ids = tuple(row.id for row in _shared(sorted(rows, key=order), owner)[:MOST])
    return Chosen(ids, tuple(one for one in ids if one in reminded))


@Statement
def _theirs(team: str, user: str) -> sa.Select[Any]:
    columns = task.c.id, task.c.assigner, task.c.due_at, task.c.told_at, task.c.reminded_at
    return sa.select(*columns).where(of_worker(team, user))


def _shared(rows: Sequence[Any], owner: Person) -> list[Any]:
    """Return tasks in their order, but what is more than another person's share of a collection behind all others."""
    seen, within, over = Counter[str](), list[Any](), list[Any]()
    for row in rows:
        seen[row.assigner] += 1
        own = row.assigner == owner.user
        (within if own or seen[row.assigner] <= share_of(owner.most) else over).append(row)
    return [*within, *over]


def _is_near(row: Any, now: datetime, coming: datetime | None) -> bool:
    """Whether this is the last collection before a task is due that was brought before."""
    known = row.told_at is not None and row.reminded_at is None and row.due_at is not None
    return bool(known and row.due_at > now and (coming is None or row.due_at <= coming))


def brought(tx: Tx, owner: Person, chosen: Chosen) -> None:
    """Note what a message brings to who owes it; a person who never used Sluice is welcomed with it."""
    team = owner.team
    conditions = task.c.team == team, task.c.id.in_(chosen.ids), task.c.told_at.is_(None)
    tx.conn.execute(sa.update(task).where(*conditions).values(told_at=tx.now))
    reminded = task.c.team == team, task.c.id.in_(chosen.reminded)
    tx.conn.execute(sa.update(task).where(*reminded).values(reminded_at=tx.now))
    new = person.c.team == team, person.c.user == owner.user, person.c.welcomed_at.is_(None)
    tx.conn.execute(sa.update(person).where(*new).values(welcomed_at=tx.now))


def welcomes(read: Read, row: Any) -> bool:
    """Tell whether a collection was the first message to its reader.

    Args:
        row: of the collection.
    """
    if not row.owed:
        return False
    mine = person.c.team == row.team, person.c.user == row.reviewer, person.c.welcomed_at == row.made_at
    return read.conn.execute(sa.select(person.c.user).where(*mine)).first() is not None


def of_collection(read: Read, row: Any) -> tuple[Owed, ...]:
    """Return what a collection brings to who owes it, as it is now.

    Args:
        row: of the collection.
    """
    ids = list(row.owed or ())
    if not ids:
        return ()
    found = {r.id: r for r in read.conn.execute(tasks().where(task.c.team == row.team, task.c.id.in_(ids)))}
    later = _in_later(read, row)
    return tuple(_owed(read, found[one], row.made_at, moved=one in later) for one in ids if one in found)


def of_person(read: Read, team: str, user: str) -> tuple[Owed, ...]:
    """Return what a person owes, the earliest due first, at most a hundred."""
    rows = read.conn.execute(
        tasks().where(of_worker(team, user)).order_by(task.c.due_at.is_(None), task.c.due_at, task.c.id).limit(LISTED)
    ).all()
    return tuple(_owed(read, row) for row in rows)


def of_task(read: Read, target: Task) -> Owed:
    """Return one task as its worker sees it."""
    row = read.conn.execute(tasks().where(task.c.team == target.team, task.c.id == target.id)).one()
    return _owed(read, row)


def _owed(read: Read, row: Any, made_at: datetime | None = None, moved: bool = False) -> Owed:
    owed_task = task_of(row)
    newest = read.conn.execute(
        sa.select(attempt.c.draft_version, attempt.c.points, attempt.c.note, attempt.c.base)
        .where(attempt.c.team == owed_task.team, attempt.c.task_id == owed_task.id)
        .order_by(attempt.c.id.desc())
        .limit(1)
    ).first()
    version = newest.draft_version if newest else 1
    asked, answer = _asked(read, owed_task)
    return Owed(
        task=owed_task,
        version=version,
        points=(*newest.points, *points_of(newest.note)) if newest and newest.base else (),
        asked=asked,
        answer=answer,
        seer=standing_in.shelf_of(read, owed_task, owed_task.reviewer)[0],
        sees_at=_sees_at(read, owed_task),
        checking=owed_task.state in RUNNING and _is_proposed(read, owed_task, version),
        checked=owed_task.state in RUNNING and _is_checked(read, owed_task, version),
        reminded=made_at is not None and row.reminded_at == made_at,
        moved=moved,
    )


def _is_proposed(read: Read, owed_task: Task, version: int) -> bool:
    mine = draft.c.team == owed_task.team, draft.c.task_id == owed_task.id, draft.c.version == version
    return read.conn.execute(sa.select(draft.c.id).where(*mine)).first() is not None


def _is_checked(read: Read, owed_task: Task, version: int) -> bool:
    of_draft = sa.and_(check.c.draft_id == draft.c.id, check.c.team == draft.c.team)
    mine = draft.c.team == owed_task.team, draft.c.task_id == owed_task.id, draft.c.version == version
    return read.conn.execute(sa.select(check.c.id).join_from(draft, check, of_draft).where(*mine)).first() is not None


def _asked(read: Read, owed_task: Task) -> tuple[str, str]:
    """Return what a worker asked last, and what they were answered; each may be empty. What somebody asked who had it
    before them is not theirs."""
    given = sa.select(sa.func.max(change.c.at)).where(
        change.c.team == owed_task.team,
        change.c.subject == owed_task.name,
        change.c.what == Happening.REASSIGN,
        change.c.why.startswith("was with "),
        change.c.why != f"was with {owed_task.brief.worker}",  # who declined it, and has it again
    )
    since = read.conn.execute(given).scalar()
    theirs = [item.c.made_at >= since] if since is not None else []
    live = sa.and_(decision.c.team == item.c.team, decision.c.item_id == item.c.id, decision.c.effected_at.is_not(None))
    row = read.conn.execute(
        sa.select(item.c.ask, decision.c.note)
        .join_from(item, decision, sa.and_(live, decision.c.undone_at.is_(None)), isouter=True)
        .where(item.c.team == owed_task.team, item.c.task_id == owed_task.id, item.c.kind == str(Kind.QUESTION))
        .where(*theirs)
        .order_by(item.c.id.desc())
        .limit(1)
    ).first()
    ask = ask_of(row.ask) if row else None
    return (ask.text, str(row.note or "")) if ask and row else ("", "")


def _in_later(read: Read, row: Any) -> frozenset[int]:
    """Return the tasks that later messages bring to the same person, as far as Slack has them."""
    mine = collection.c.team == row.team, collection.c.reviewer == row.reviewer, collection.c.id > row.id
    sent = post.c.team == row.team, post.c.surface == PostKind.DIGEST, post.c.state == PostState.SENT
    later = (
        sa.select(collection.c.owed)
        .join_from(collection, post, post.c.subject == sa.cast(collection.c.id, sa.String))
        .where(*mine, *sent, collection.c.channel == "")
    )
    return frozenset(one for owed in read.conn.execute(later).scalars() for one in owed or ())


def _sees_at(read: Read, target: Task) -> datetime | None:
    """Return when who decides, or stands in for them, sees what comes of a task; None where it was brought already."""
    if target.state in (State.ASKING, State.READY):
        asked = item.c.team == target.team, item.c.task_id == target.id, item.c.closed_at.is_(None)
        seen = sa.select(item.c.id).where(*asked, item.c.brought_at.is_not(None))
        if read.conn.execute(seen.limit(1)).first() is not None:
            return None
    seer = standing_in.seer(read, target)
    return people.next_time(read, seer) if seer.actor.outside is None else None


def redraw(tx: Tx, team: str, user: str, ids: Collection[int], but: int = 0) -> None:
    """Promise an update of the newest messages that bring these tasks to who works, or worked, on them, and of those
    about what they handed in.

    Args:
        but: the collection whose message shows them already as they are.
    """
    for row in _lately(tx, team, user):
        if row.id != but and not set(ids).isdisjoint(row.owed or ()):
            redraw_collection(tx, team, row.id)
    handed_in = draft.c.team == team, draft.c.task_id.in_(ids), draft.c.made_by.startswith(HANDED_IN)
    rows = tx.conn.execute(sa.select(draft.c.task_id, draft.c.version).where(*handed_in)).all()
    if rows:
        redraw_handed(tx, team, [(row.task_id, row.version) for row in rows])


def redraw_handed(tx: Tx, team: str, versions: Collection[tuple[int, int]]) -> bool:
    """Promise an update of the messages about versions that were handed in, by task and version; return whether there
    are such."""
    subjects = [f"{task_id}:{version}" for task_id, version in versions]
    shown = post.c.team == team, post.c.surface == PostKind.HANDED, post.c.subject.in_(subjects)
    posts = tx.conn.execute(sa.select(post.c.id).where(*shown)).scalars().all()
    for post_id in posts:
        tx.promise(team, JobKind.REDRAW, post_id, once=True)
    return bool(posts)


def take_over(tx: Tx, team: str, collection_id: int) -> None:
    """Have older messages show that a collection, which Slack has now, took over what they brought to its reader."""
    row = _brought.first(tx.conn, team, collection_id)
    if row is not None and row.owed:
        redraw(tx, team, row.reviewer, row.owed, but=collection_id)


@Statement
def _brought(team: str, collection_id: int) -> sa.Select[Any]:
    mine = collection.c.team == team, collection.c.id == collection_id
    return sa.select(collection.c.reviewer, collection.c.owed).where(*mine)


def _lately(read: Read, team: str, user: str) -> Sequence[Any]:
    mine = collection.c.team == team, collection.c.reviewer == user, collection.c.channel == ""
    query = sa.select(collection.c.id, collection.c.owed).where(*mine).order_by(collection.c.id.desc())
    return read.conn.execute(query.limit(OLDER)).all()
