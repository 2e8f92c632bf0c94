"""The buttons of a card of several rows: read some, decide all at once, take it back."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, actions, button, context
from storage.rules.pages.cards import Card
from storage.rules.values.item import Item

SAMPLES = 2  # rows that are offered to read at random


def samples(met: Sequence[Card]) -> list[Block]:
    """Return buttons for two rows that nobody would have to read, the same ones whenever the card is drawn."""
    cards = sorted(met, key=lambda card: card.item.key)[:SAMPLES] if len(met) > SAMPLES else []
    buttons = [button(f"#{card.item.task.run}", f"{ids.OPEN}.{n}", ids.of(card.item)) for n, card in enumerate(cards)]
    return [context(f"{len(cards)} taken at random to read:"), actions(*buttons)] if cards else []


def buttons(left: Sequence[Card], met: Sequence[Card]) -> list[Block]:
    """Return the buttons that decide: those in doubt are never approved with the others."""
    value, doubts = ids.of(left[0].item), len(left) - len(met)
    approve = button(f"Approve the {len(met)}…", ids.APPROVE_ROWS, value, "primary")
    review = button(f"Review the {doubts}", ids.LIST_DOUBTFUL, value) if doubts else None
    revise = button("Revise all…", ids.REVISE_ROWS, value)
    return [*([approve] if met else []), *([review] if review else []), revise]


def undo(cards: Sequence[Card], now: datetime) -> list[Block]:
    """Return the button that takes back what was decided together; nothing where nothing can be."""
    fresh = [card for card in cards if undoable(card.item, now)]
    if not fresh:
        return []
    return [actions(button(f"Undo these {len(fresh)}", ids.UNDO_ROWS, ids.of(fresh[0].item)))]


def undoable(item: Item, now: datetime) -> bool:
    """Tell whether the decision on a row can be taken back."""
    decision = item.decision
    return (
        decision is not None
        and decision.effected_at is None
        and decision.undone_at is None
        and now < decision.effect_due
    )
