"""How an item came to who decides on it: in whose place they decide, or who gave it to them and why."""

from collections.abc import Sequence

from bot.views.kit import Block, context, cut, esc
from storage.rules.pages.cards import Card
from storage.rules.putting_off import day
from storage.rules.values.item import Item

NOTE = 200  # characters


def lead(item: Item, zone: str, viewer: str) -> list[Block]:
    """Return the line that says it to who decides now; nothing where an item was theirs from the start."""
    if viewer != item.reviewer:
        return []
    parts = [_place(item, zone), _given(item)]
    return [context(" · ".join(part for part in parts if part))] if any(parts) else []


def into(blocks: Sequence[Block], card: Card, zone: str, viewer: str) -> list[Block]:
    """Return the blocks of a card with the line below its heading, while it waits to be decided there."""
    waits = card.item.open and card.item.decision is None and not card.moved and not card.later
    return [*blocks[:1], *(lead(card.item, zone, viewer) if waits else []), *blocks[1:]]


def _place(item: Item, zone: str) -> str:
    if not item.stands_for:
        return ""
    until = f", away until {day(item.stands_until, zone)}" if item.stands_until else ""
    return f"for <@{item.stands_for}>{until}"


def _given(item: Item) -> str:
    note = f": “{esc(cut(item.given_note, NOTE))}”" if item.given_note.strip() else ""
    return f"Given to you by <@{item.given_by}>{note}" if item.given_by else ""
