"""What becomes of an approved draft: where it goes, and which tasks start with it."""

from collections.abc import Sequence

from bot.views.chain.chain import OFFERED
from storage.rules.delivery import goes_somewhere
from storage.rules.values.item import Item
from storage.rules.words import many


def goes(item: Item, place: str, start: str = "starts") -> str:
    """Return what becomes of an approved draft: where it goes, and which tasks start with it."""
    if not item.next_steps:
        return place
    names = next_names(item)
    return f"{place} and {start} {names}" if goes_somewhere(item.task) else f"{start} {names}"


def next_names(item: Item) -> str:
    """Return the names of the tasks that start when an item is approved; what waits for others, too, with those."""
    waits, more = dict(item.next_waits), len(item.next_steps) - OFFERED
    names = [f"{name}{_once(waits[name]) if name in waits else ''}" for name in item.next_steps[:OFFERED]]
    return ", ".join(names) + (f" and {many(more, 'other')}" if more > 0 else "")


def starts(item: Item, seconds: int) -> str:
    """Return which tasks start, and when, after an item was approved."""
    if len(item.next_waits) == len(item.next_steps):
        return f"{next_names(item)} will start."
    return f"{next_names(item)} {'starts' if len(item.next_steps) == 1 else 'start'} after {seconds} s."


def _once(before: Sequence[str]) -> str:
    others = f" and {many(len(before) - 1, 'other')}" if len(before) > 1 else ""
    return f" (once {before[0]}{others} {'is' if len(before) == 1 else 'are'} decided)"
