"""Pull, not push: work starts only while its reviewer has room to decide on it."""

from dataclasses import dataclass

URGENT_EXTRA = 3
STOPPED = -1  # in the place of a count of decisions
UNINSTALLED = "uninstalled"  # in the place of the administrator who stopped all work
SHARE = 3  # someone else's tasks take at most a third of my room


@dataclass(frozen=True, slots=True)
class Load:
    """What a reviewer has now: open items, attempts under way, and how many of both came from this assigner.
    `stopped_by` is the administrator who stopped all work."""

    waiting: int
    under_way: int
    limit: int
    from_assigner: int = 0
    own: bool = True
    stopped_by: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """Why a task waits for room, and how many decisions let it start (0: it starts when work in hand is done; STOPPED:
    when an administrator lets agents work again)."""

    why: str
    decisions: int


def held(load: Load, urgent: bool = False) -> Held | None:
    """None when the task may start now. A revision never asks: it passes first."""
    if load.stopped_by:
        return Held(f"{stopped(load.stopped_by)}.", STOPPED)
    limit = load.limit + (URGENT_EXTRA if urgent else 0)
    if load.waiting >= limit:
        over = "which is your limit" if load.waiting == load.limit else f"your limit is {load.limit}"
        return Held(f"{_things(load.waiting)} for your decision, {over}.", load.waiting - limit + 1)
    if load.under_way >= 2 * limit:
        return Held(f"{load.under_way} tasks are under way for you, twice your limit.", 0)
    if not load.own and load.from_assigner >= max(1, load.limit // SHARE):
        return Held(f"{load.from_assigner} of your tasks are with this reviewer, a third of their room.", 0)
    return None


def stopped(by: str) -> str:
    """Return why no agent works, without a full stop."""
    if by == UNINSTALLED:
        return "All agents are stopped, since the app was uninstalled"
    return f"All agents are stopped by <@{by}>"


def _things(count: int) -> str:
    return "1 thing waits" if count == 1 else f"{count} things wait"
