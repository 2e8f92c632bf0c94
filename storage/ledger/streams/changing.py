"""What the owner of a stream does with it: make, close, open, share, hold, let go on, and set what new tasks take."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Tx
from storage.ledger.messages.saying import say
from storage.ledger.streams.finding import NoStream, find
from storage.ledger.streams.kept import exists
from storage.ledger.work.filing import give_owner, new_stream
from storage.ledger.work.gate import release
from storage.rules.authority import Action, Claim, Roles, Subject
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.streams import GOAL, LONGEST
from storage.rules.refusal import NOT_A_MEMBER, Reason, Refused
from storage.rules.values.stream import Stream, write_worker
from storage.rules.values.task import State
from storage.rules.values.worker import Worker
from storage.rules.words import one_line, visible
from storage.tables import stream, task

_TAKEN = frozenset({"new", "list", "close", "open", "share", "hold", "go", "settings"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the owner of a stream sets: what new tasks take where their brief says nothing, and how it counts."""

    goal: str = ""
    worker: Worker | None = None
    reviewer: str = ""
    priority: int = 0
    budget: int | None = None


def make_stream(tx: Tx, claim: Claim, name: str) -> Stream:
    """Make a stream without tasks; one of the person's own with this name is returned as it is.

    Raises:
        Refused: the name can't be one, or somebody else's stream has it.
    """
    access.person(tx, claim, Action.ASSIGN)
    name = one_line(name)
    if not visible(name) or len(name) > LONGEST:
        raise Refused(f"A stream's name has 1 to {LONGEST} characters, for example: /sluice stream new Beta launch")
    if set(name) & set(";:#@<>.") or name.split()[0].lower() in _TAKEN:
        raise Refused("A stream's name has no signs like ; : # @ in it, and begins with no word such as “close”.")
    try:
        return find(tx, claim, name)
    except NoStream:
        if exists(tx, claim.team, name):
            raise Refused(
                f"Somebody else has a stream “{name}”. You can file tasks under it: /assign … ; for {name}. "
                "You see those that are yours."
            ) from None
    new_id = new_stream(tx, claim.team, name, "", claim.user)
    tx.note(claim.team, claim.user, Happening.NEW_STREAM, f"S-{new_id}", why=name)
    return find(tx, claim, name)


def owned(tx: Tx, claim: Claim, text: str, action: Action, channels: Collection[str] = ()) -> Stream:
    """Return a stream that a person may do something with; one without an owner gets one first.

    Raises:
        NoStream: there is none of theirs.
        Refused: it is somebody else's.
    """
    target = find(tx, claim, text, channels)
    owner = target.owner or give_owner(tx, claim.team, target.id, claim.user)
    if _has_left(tx, claim.team, owner):
        owner = _heir(tx, target, claim)
    access.check(tx, claim, action, Roles(claim.team, owner))
    return target


def _has_left(tx: Tx, team: str, user: str) -> bool:
    person = people.find(tx, team, user)
    outside = person.actor.outside if person is not None else None
    return person is None or outside not in (None, Subject.NOT_KNOWN)


def _heir(tx: Tx, of: Stream, claim: Claim) -> str:
    """Return whose a stream is now that its owner left: the first assigner in it who is a full member."""
    of_stream = task.c.team == of.team, task.c.stream_id == of.id, task.c.assigner.in_(people.members(tx, of.team))
    heir = tx.conn.execute(sa.select(task.c.assigner).where(*of_stream).order_by(task.c.id).limit(1)).scalar()
    if heir:
        _change(tx, of, owner=heir)
    return heir or ""


def close(tx: Tx, claim: Claim, text: str) -> tuple[Stream, int]:
    """Close a stream; return it, and how many tasks of it go on. The next task that is filed under it opens it again.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    _change(tx, target, closed_at=tx.now)
    tx.note(claim.team, claim.user, Happening.CLOSE_STREAM, f"S-{target.id}", why=target.name)
    open_tasks = task.c.team == claim.team, task.c.stream_id == target.id, task.c.state.not_in(CLOSED)
    return target, tx.conn.execute(sa.select(sa.func.count()).where(*open_tasks)).scalar_one()


def reopen(tx: Tx, claim: Claim, text: str) -> Stream:
    """Open a closed stream again.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    _change(tx, target, closed_at=None)
    tx.note(claim.team, claim.user, Happening.OPEN_STREAM, f"S-{target.id}", why=target.name)
    return target


def share(tx: Tx, claim: Claim, text: str, channel: str) -> Stream:
    """Have tasks that are assigned from now on shown in a channel, which is told so; what is there already is not.

    Args:
        channel: the person is in it; '' to share it with none.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    if target.shown_in == channel:
        return target
    _change(tx, target, shown_in=channel)
    tx.note(claim.team, claim.user, Happening.SHARE_STREAM, f"S-{target.id}", was=target.shown_in, became=channel)
    if channel:
        told = f"<@{claim.user}> shares a stream here: what is assigned for it from now on is seen in this channel."
        say(tx, claim.team, claim.user, channel, thread="", text=told)
    return target


def hold(tx: Tx, claim: Claim, text: str) -> Stream:
    """Let no more task of a stream start; what runs goes on.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    if not target.stopped_by:
        _change(tx, target, stopped_by=claim.user)
        tx.note(claim.team, claim.user, Happening.HOLD_STREAM, f"S-{target.id}", why=target.name)
    return target


def go_on(tx: Tx, claim: Claim, text: str) -> tuple[Stream, int]:
    """Let a stream's tasks start again; return the stream, and how many started.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    _change(tx, target, stopped_by="")
    tx.note(claim.team, claim.user, Happening.GO_ON_STREAM, f"S-{target.id}", why=target.name)
    return target, _release(tx, target)


def change_settings(tx: Tx, claim: Claim, text: str, settings: Settings) -> Stream:
    """Set what new tasks of a stream take, and how it counts; what a larger budget lets in starts.

    Raises:
        Refused: it is not theirs, or its reviewer can't be one.
    """
    target = owned(tx, claim, text, Action.STREAM)
    if settings.reviewer:
        outside = people.ensure(tx, claim.team, settings.reviewer).actor.outside
        if outside not in (None, Subject.NOT_KNOWN):
            raise Refused(NOT_A_MEMBER, Reason.STANDING)
    _change(
        tx,
        target,
        goal=one_line(settings.goal)[:GOAL],
        worker=write_worker(settings.worker),
        reviewer=settings.reviewer,
        priority=settings.priority,
        budget=settings.budget,
    )
    tx.note(claim.team, claim.user, Happening.STREAM_SETTINGS, f"S-{target.id}", why=target.name)
    _release(tx, target)
    return find(tx, claim, f".{target.id}")


def _change(tx: Tx, of: Stream, **values: Any) -> None:
    mine = stream.c.team == of.team, stream.c.id == of.id
    tx.conn.execute(sa.update(stream).where(*mine).values(values))


def _release(tx: Tx, of: Stream) -> int:
    """Start what waited in a stream, as far as there is room; return how many started."""
    waits = task.c.team == of.team, task.c.stream_id == of.id, task.c.state == State.WAITING
    reviewers = tx.conn.execute(sa.select(task.c.reviewer).where(*waits).distinct()).scalars().all()
    return sum(len(release(tx, of.team, reviewer)) for reviewer in sorted(reviewers))
