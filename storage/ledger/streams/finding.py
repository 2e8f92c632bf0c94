"""Streams as one person sees them: their own, those with tasks of theirs, those that a channel of theirs shows."""

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.ledger.work.filing import slug
from storage.rules.authority import Action, Claim, Subject
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.streams import Listed
from storage.rules.refusal import Refused
from storage.rules.values.stream import Stream, read_worker
from storage.rules.values.task import State
from storage.rules.values.worker import Worker, WorkerKind, colleague
from storage.tables import item, stream, task

NEAR, IDLE = 3, 5  # names that are offered, and streams without a task that Home shows
_BY_ID = re.compile(r"\.([0-9]{1,18})")  # as a page's buttons name a stream
_CHANNEL = re.compile(r"#[CG][A-Z0-9]+")


class NoStream(Refused):
    """The error that a person has no stream of a name; `near` has the names that they may have meant."""

    def __init__(self, name: str, near: Sequence[str] = ()) -> None:
        super().__init__(f"You have no stream “{name[:60]}”.")
        self.name, self.near = name, tuple(near)


def stream_of(row: Any) -> Stream:
    """Return the stream that a row holds."""
    return Stream(
        id=row.id,
        team=row.team,
        name=row.name,
        goal=row.goal,
        owner=row.owner,
        channel=row.channel,
        shown_in=row.shown_in,
        worker=read_worker(row.worker),
        reviewer=row.reviewer,
        priority=row.priority,
        budget=row.budget,
        stopped_by=row.stopped_by,
        is_closed=row.closed_at is not None,
    )


def party(team: str, user: str) -> sa.ColumnElement[bool]:
    """Return what holds for the tasks that a person assigned, decides or works on."""
    works = sa.and_(task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == user)
    return sa.and_(task.c.team == team, sa.or_(task.c.assigner == user, task.c.reviewer == user, works))


def channels_of(read: Read, claim: Claim, text: str) -> tuple[str, ...]:
    """Return the channels of a stream, of which it has to be known whether a person is in them."""
    row = _row(read, claim.team, text)
    return tuple(dict.fromkeys(c for c in (row.channel, row.shown_in) if c)) if row is not None else ()


def find(read: Read, claim: Claim, text: str, channels: Collection[str] = ()) -> Stream:
    """Return a stream by its name, if there is anything in it for a person.

    Args:
        channels: those of the stream that the person is in.

    Raises:
        NoStream: there is none, or none of theirs, in the same words.
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    row = _row(read, claim.team, text)
    if row is not None and (row.owner == claim.user or {row.channel, row.shown_in} & set(channels) - {""}):
        return stream_of(row)
    if row is not None and _takes_part(read, claim, row.id):
        return stream_of(row)
    raise NoStream(text, near(read, claim, text))


def defaults(read: Read, team: str, name: str | None, channel: str | None) -> Stream | None:
    """Return the stream that a brief names, for what its owner set; None where there is none. A person who left, or may
    not decide, stands in for nobody."""
    row = _row(read, team, f"#{channel}") if channel else _row(read, team, name) if name else None
    if row is None:
        return None
    named = stream_of(row)
    worker = named.worker if named.worker is None or _is_here(read, team, named.worker) else None
    reviewer = named.reviewer if named.reviewer and _is_here(read, team, colleague(named.reviewer)) else ""
    return replace(named, worker=worker, reviewer=reviewer)


def _is_here(read: Read, team: str, worker: Worker) -> bool:
    person = people.find(read, team, worker.name) if worker.is_person else None
    return not worker.is_person or (person is not None and person.actor.outside in (None, Subject.NOT_KNOWN))


def exists(read: Read, team: str, name: str) -> bool:
    """Tell whether there is a stream of a name, whoever's."""
    return _row(read, team, name) is not None


def _row(read: Read, team: str, text: str) -> Any:
    """Return the row of a stream: by its name, by a channel's id, or by its own number as a page's buttons have it."""
    if by_id := _BY_ID.fullmatch(text):
        which = stream.c.id == int(by_id[1])
    elif _CHANNEL.fullmatch(text):
        which = stream.c.channel == text[1:]
    else:
        which = stream.c.slug == slug(text)
    return read.conn.execute(sa.select(stream).where(stream.c.team == team, which)).first()


def _takes_part(read: Read, claim: Claim, stream_id: int) -> bool:
    mine = party(claim.team, claim.user), task.c.stream_id == stream_id
    return read.conn.execute(sa.select(task.c.id).where(*mine).limit(1)).first() is not None


def near(read: Read, claim: Claim, text: str) -> tuple[str, ...]:
    """Return the names of a person's streams that are most like another."""
    names = {slug(row.name): row.name for row in read.conn.execute(_own(claim).order_by(stream.c.id)).all()}
    wanted = slug(text)
    close = difflib.get_close_matches(wanted, names, NEAR, 0.6)
    within = [name for name in names if wanted and (wanted in name or name in wanted)]
    return tuple(names[name] for name in dict.fromkeys((*close, *within)) if not _CHANNEL.fullmatch(names[name]))[:NEAR]


def _own(claim: Claim) -> sa.Select[Any]:
    in_it = sa.select(task.c.stream_id).where(party(claim.team, claim.user), task.c.stream_id.is_not(None))
    return sa.select(stream).where(
        stream.c.team == claim.team, sa.or_(stream.c.owner == claim.user, stream.c.id.in_(in_it))
    )


def idle(read: Read, claim: Claim, but: Collection[int]) -> tuple[Stream, ...]:
    """Return a person's own streams that are not closed, without those that are named, at most a few."""
    own = stream.c.team == claim.team, stream.c.owner == claim.user, stream.c.closed_at.is_(None)
    query = sa.select(stream).where(*own, stream.c.id.not_in(sorted(but))).order_by(stream.c.id.desc()).limit(IDLE)
    return tuple(stream_of(row) for row in read.conn.execute(query))


def list_streams(read: Read, claim: Claim) -> tuple[Listed, ...]:
    """Return a person's streams: what waits for them first, then by name, those that are closed last.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    running, open_, waiting = _counts(read, claim)
    listed = [
        Listed(stream=one, waiting=waiting.get(one.id, 0), running=running.get(one.id, 0), open=open_.get(one.id, 0))
        for one in map(stream_of, read.conn.execute(_own(claim)).all())
    ]
    return tuple(sorted(listed, key=lambda one: (one.stream.is_closed, -one.waiting, one.stream.name.lower())))


def _counts(read: Read, claim: Claim) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Return by stream how many of a person's tasks run and are open, and how much waits for their decision."""
    count = sa.func.count()
    mine = party(claim.team, claim.user), task.c.stream_id.is_not(None), task.c.state.not_in(CLOSED)
    rows = read.conn.execute(
        sa.select(task.c.stream_id, task.c.state, count).where(*mine).group_by(task.c.stream_id, task.c.state)
    ).all()
    running, open_ = dict[int, int](), dict[int, int]()
    for stream_id, state, number in rows:
        open_[stream_id] = open_.get(stream_id, 0) + number
        running[stream_id] = running.get(stream_id, 0) + (number if state == State.WORKING else 0)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    waits = sa.select(task.c.stream_id, count).join_from(item, task, of_task).where(*undecided(claim.team, claim.user))
    waiting = read.conn.execute(waits.where(task.c.stream_id.is_not(None)).group_by(task.c.stream_id))
    return running, open_, dict(tuple(row) for row in waiting)
