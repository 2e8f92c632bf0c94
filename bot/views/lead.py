"""How an item came to who decides on it: in whose place they decide, or who gave it to them and why; what was asked."""

from collections.abc import Sequence

from bot.views.brought import is_short
from bot.views.kit import Block, context, cut, esc
from storage.rules.moment_words import day
from storage.rules.pages.cards import Card
from storage.rules.values.item import Item
from storage.rules.values.task import Task
from storage.rules.words import one_line

NOTE, GOAL = 200, 160  # characters


def is_new_to(item: Item) -> bool:
    """Tell whether who decides on an item now came to it from outside: it was given to them, or they stand in."""
    return bool(item.stands_for or item.given_by)


def lead(item: Item, zone: str, viewer: str) -> list[Block]:
    """Return the line that says it to who decides now; nothing where an item was theirs from the start."""
    parts = _parts(item, zone, viewer)
    return [context(parts)] if parts else []


def into(blocks: Sequence[Block], card: Card, zone: str, viewer: str) -> list[Block]:
    """Return the blocks of a card with what who is new to it needs to know first, below its heading; also once it is
    decided, as long as the card keeps its height."""
    parts = "" if card.moved or len(blocks) < 2 else _parts(card.item, zone, viewer)
    told = "\n".join(part for part in (parts, goal(card.item.task) if parts else "") if part)
    return [*blocks[:1], *([context(told)] if told else []), *blocks[1:]]


def goal(task: Task) -> str:
    """Return in one line what was asked beyond the title; empty where that says all of it."""
    first, _, rest = task.brief.goal.partition("\n")
    asked = one_line(task.brief.goal if is_short(rest) else first)
    more = asked.removeprefix(task.brief.title).lstrip(" .:")
    return f"The task: {esc(cut(more, GOAL))}" if more else ""


def _parts(item: Item, zone: str, viewer: str) -> str:
    if viewer != item.reviewer:
        return ""
    return " · ".join(part for part in (_place(item, zone), _given(item)) if part)


def _place(item: Item, zone: str) -> str:
    if not item.stands_for:
        return ""
    until = f", away until {day(item.stands_until, item.stands_zone or zone)}" if item.stands_until else ""
    return f"for <@{item.stands_for}>{until}"


def _given(item: Item) -> str:
    note = f": “{esc(cut(item.given_note, NOTE))}”" if item.given_note.strip() else ""
    return f"Given to you by <@{item.given_by}>{note}" if item.given_by else ""
