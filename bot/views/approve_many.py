"""Several drafts of a collection that need one tap each: the button for all of them, and the exact list."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.below_heading import effect
from bot.views.kit import Block, button, cut, modal, section
from bot.views.rows.row_buttons import undoable
from bot.views.rows.row_lists import LISTED
from bot.views.rows.same_rows import same_rows, waiting
from bot.views.ticks import ticks
from storage.rules.approvable import LEAST, may_stand_in_list
from storage.rules.delivery_words import where
from storage.rules.pages.cards import Card, Collected
from storage.rules.values.item import Item
from storage.rules.words import many, one_line

BELOW = 75  # characters below a tick


def buttons(collection: Collected, cards: Sequence[Card], now: datetime) -> list[Block]:
    """Return the button that approves all drafts that need one tap, and the one that takes that back; nothing where a
    message has too few of them."""
    alike, undo = listed(collection, cards), fresh(cards, now)
    left = waiting(alike)
    approve = button(f"Approve the {len(left)}…", ids.APPROVE_MANY, ids.of(left[0].item)) if len(left) > 1 else None
    back = (
        button(f"Undo these {len(undo)}" if len(undo) > 1 else "Undo it", ids.UNDO_MANY, ids.of(undo[0].item))
        if undo
        else None
    )
    return [*([approve] if approve and len(alike) >= LEAST else []), *([back] if back else [])]


def listed(collection: Collected, cards: Sequence[Card]) -> list[Card]:
    """Return the cards of a person's own collection that one list decides; rows that share a card have their own."""
    if collection.channel or not collection.reviewer:
        return []
    return [c for c in cards if may_stand_in_list(c.item, collection.four_eyes) and len(same_rows(cards, c)) < 2]


def fresh(cards: Sequence[Card], now: datetime) -> list[Card]:
    """Return what was approved from the list and can still be undone."""
    return [
        card
        for card in cards
        if card.item.decision and card.item.decision.together and undoable(card.item, now)
        if len(same_rows(cards, card)) < 2
    ]


def approve(collection: Collected, metadata: str) -> Block:
    """Return the exact list of what is approved together, a tick each, with what Approve does for each."""
    met = [card.item for card in waiting(listed(collection, collection.cards))][:LISTED]
    told = "Each is approved by itself, as if you had pressed its own button. It can be undone for a moment."
    lead = section(told if met else "None of them needs only one tap any more.")
    blocks = [lead, *ticks(met, "many", _line, lambda some: many(len(some), "draft"), _below)]
    submit = "Approve" if met else None
    return modal(ids.APPROVE_MANY_VIEW, "Approve these", blocks, submit=submit, close="Cancel", metadata=metadata)


def _line(item: Item) -> str:
    return f"{item.task.name} · {one_line(item.task.brief.title)}"


def _below(item: Item) -> str:
    told, places = effect(item, item.reviewer), len(item.task.brief.to)
    if len(told) <= BELOW:
        return told
    shorter = f"posts in {many(places, 'channel')}" if places else where(item.task, here=True)
    return cut(f"Approve {shorter}", BELOW)
