"""What becomes of an approved draft: where it goes, and which tasks start with it."""

from collections.abc import Mapping, Sequence

from bot.views.chain.chain import OFFERED
from storage.rules.delivery import goes_somewhere
from storage.rules.gate import Cause
from storage.rules.values.item import Item
from storage.rules.words import many

_FREE: Mapping[str, str] = {
    Cause.STREAM: "its stream goes on",
    Cause.BUDGET: "its stream has money again",
    Cause.STOPPED: "agents work again",
    Cause.NOT_KNOWN: "Slack has told who its people are",
    Cause.NO_MEMBER: "its people are members here",
}


def goes(item: Item, place: str, start: str = "starts") -> str:
    """Return what becomes of an approved draft: where it goes, and which tasks start with it."""
    if not item.next_steps:
        return place
    names = next_names(item)
    return f"{place} and {start} {names}" if goes_somewhere(item.task) else f"{start} {names}"


def next_names(item: Item) -> str:
    """Return the names of the tasks that start when an item is approved; what waits for others or for room, too, with
    that."""
    waits, held, more = dict(item.next_waits), dict(item.next_held), len(item.next_steps) - OFFERED
    names = [f"{name}{_once(waits.get(name, ()), held.get(name))}" for name in item.next_steps[:OFFERED]]
    return ", ".join(names) + (f" and {many(more, 'other')}" if more > 0 else "")


def starts(item: Item, seconds: int) -> str:
    """Return which tasks start, and when, after an item was approved."""
    if {*dict(item.next_waits), *dict(item.next_held)} >= set(item.next_steps):
        return f"{next_names(item)} will start."
    return f"{next_names(item)} {'starts' if len(item.next_steps) == 1 else 'start'} after {seconds} s."


def _once(before: Sequence[str], held: str | None) -> str:
    """Return what else a task waits for, in brackets; empty where it waits for nothing else."""
    others = f" and {many(len(before) - 1, 'other')}" if len(before) > 1 else ""
    decided = [f"{before[0]}{others} {'is' if len(before) == 1 else 'are'} decided"] if before else []
    conditions = [*decided, *([_FREE.get(held, "there is room")] if held else [])]
    return f" (once {' and '.join(conditions)})" if conditions else ""
