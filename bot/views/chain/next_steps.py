"""What becomes of an approved draft: where it goes, and which tasks start with it."""

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
    """Return the names of the tasks that start when an item is approved."""
    others = len(item.next_steps) - OFFERED
    return ", ".join(item.next_steps[:OFFERED]) + (f" and {many(others, 'other')}" if others > 0 else "")
