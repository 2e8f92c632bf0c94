"""Pull, not push: work starts only while its reviewer has room, so that one decision makes one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.authority import Actor, Subject
from storage.rules.budget import dollars

URGENT_EXTRA = 3
UNINSTALLED = "uninstalled"  # in the place of the administrator who stopped all work
YOURS = "your", "you", "your limit"  # how a receipt says whose room it is
THEIRS = "the reviewer's", "the reviewer", "their limit"
SHARE = 3  # someone else's tasks take at most a third of my room


class Cause(StrEnum):
    """The kind of reason for which a task may not start yet."""

    ROOM = "room"
    SHARE = "share"
    STOPPED = "stopped"
    NOT_KNOWN = "not known"  # Slack has not said who assigned it, or who decides
    NO_MEMBER = "no member"  # who assigned it, or who decides, is no full member any more
    STREAM = "stream"  # its stream is on hold
    BUDGET = "budget"  # of its stream, which is spent


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The work of a reviewer now, counted in tasks.

    Attributes:
        waiting: with something to decide.
        under_way: being worked on, or about to be.
        from_assigner: how many of both came from this assigner.
        stopped_by: the administrator who stopped all work.
        free_at: decided for good, soonest first: until when each of these decisions can be undone.
        ahead: tasks that wait for room before this one, and `own_ahead` those of them that are of the same assigner.
    """

    waiting: int
    under_way: int
    limit: int
    from_assigner: int = 0
    own: bool = True
    stopped_by: str = ""
    free_at: tuple[datetime, ...] = ()
    ahead: int = 0
    own_ahead: int = 0

    @property
    def total(self) -> int:
        """How many tasks take a place; what can still be undone does."""
        return self.waiting + self.under_way + len(self.free_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The reason for which a task waits.

    Attributes:
        decisions: how many more let it start; none where what is decided already does.
        own: how many of who assigned it must be done, or be among them.
        at: when the last decision that it waits for can't be undone any more, where no more is needed.
        ahead: tasks that start before it.
    """

    why: str
    cause: Cause
    decisions: int = 0
    own: int = 0
    at: datetime | None = None
    ahead: int = 0


def share_of(limit: int) -> int:
    """Return how many tasks of one other person a reviewer with this limit takes at a time."""
    return max(1, limit // SHARE)


def hold_for(owner: Actor, reviewer: Actor) -> Held | None:
    """Return why a task waits for its people; None where both are full members."""
    for actor in (owner, reviewer):
        user = "you are" if actor is owner else f"<@{actor.user}> is"
        if actor.outside is Subject.NOT_KNOWN:
            return Held(why=f"Slack has not told me yet who {user}.", cause=Cause.NOT_KNOWN)
        if actor.outside is not None:
            return Held(
                why=f"Only full members of this workspace assign and decide, and {user} none.", cause=Cause.NO_MEMBER
            )
    return None


def hold_for_stream(stopped_by: str, budget: int | None, spent: int) -> Held | None:
    """Return why no task of a stream starts; None where they do.

    Args:
        budget, spent: in millionths of a dollar.
    """
    if stopped_by:
        return Held(why=f"Its stream is on hold, as <@{stopped_by}> said.", cause=Cause.STREAM)
    if budget is not None and spent >= budget:
        took = f"{dollars(spent)} of it is spent or under way"
        return Held(why=f"The budget of its stream is {dollars(budget)}, and {took}.", cause=Cause.BUDGET)
    return None


def held(load: Load, urgent: bool = False) -> Held | None:
    """Return why a task has to wait; None when it may start now. Revisions are never held: they pass first."""
    if load.stopped_by:
        return Held(why=f"{stopped(load.stopped_by)}.", cause=Cause.STOPPED)
    limit = load.limit + (URGENT_EXTRA if urgent else 0)
    if load.total >= limit:
        return _without_room(load, places=load.total - limit + 1 + load.ahead)
    if over := _over_share(load):
        return Held(why=f"{_share(load)}.", cause=Cause.SHARE, own=over, ahead=load.own_ahead)
    return None


def _over_share(load: Load) -> int:
    """Return how many of an assigner's tasks must be done before another of theirs can start."""
    return 0 if load.own else max(0, load.from_assigner - share_of(load.limit) + 1)


def _share(load: Load) -> str:
    """Return what fills an assigner's share, without a full stop."""
    yours = "1 of your tasks is" if load.from_assigner == 1 else f"{load.from_assigner} of your tasks are"
    return f"{yours} with this reviewer, who takes {share_of(load.limit)} from one person at a time"


def _without_room(load: Load, places: int) -> Held:
    """Return why there is no room, and what makes as many places as are needed."""
    more, over = max(0, places - len(load.free_at)), _over_share(load)
    own = over + load.own_ahead if over else 0
    at = load.free_at[places - 1] if not more and not own else None
    why = f"{_full(load)}. {_share(load)}." if over else f"{_full(load)}."
    return Held(why=why, cause=Cause.ROOM, decisions=max(more, own), own=own, at=at, ahead=load.ahead)


def _full(load: Load) -> str:
    """Return what fills a reviewer's room, without a full stop."""
    whose, them, limit = YOURS if load.own else THEIRS
    over = f"which is {limit}" if load.total == load.limit else f"{limit} is {load.limit}"
    parts = [f"{_things(load.waiting, 'wait')} for {whose} decision"] if load.waiting else []
    if left := len(load.free_at):
        parts.append(f"{left if parts else _things(left)} that {them} decided can still be undone")
    if load.under_way:
        working = "1 task is" if load.under_way == 1 else f"{load.under_way} tasks are"
        parts.append(f"{working} under way" + ("" if parts else f" for {them}"))
    return f"{', '.join(parts[:-1])}{' and ' if parts[1:] else ''}{parts[-1]}, {over}"


def stopped(by: str) -> str:
    """Return why no agent works, as a sentence without its full stop."""
    if by == UNINSTALLED:
        return "All agents are stopped, since the app was uninstalled"
    return f"All agents are stopped by <@{by}>"


def _things(count: int, verb: str = "") -> str:
    """Return how many things do something, in the right number."""
    one = count == 1
    return f"{count} {'thing' if one else 'things'}" + (f" {verb}{'s' if one else ''}" if verb else "")


def hold_on(reasons: Mapping[int, Held], stream_id: int | None, agent: bool) -> Held | None:
    """Return why a task of a stream does not start; None where it does: what colleagues do costs no money."""
    why = reasons.get(stream_id) if stream_id is not None else None
    return None if why is not None and why.cause is Cause.BUDGET and not agent else why
