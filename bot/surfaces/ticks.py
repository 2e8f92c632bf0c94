"""The ticks of a list: which are set, and why some of them were not even tried."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views import forms, ids
from bot.views.verdicts import DONE
from storage.ledger.decisions import approving_many
from storage.rules.pages.cards import Card
from storage.rules.values.item import Item

NONE = "Tick at least one, or close this."


def ticked(state: Mapping[str, Any], name: str) -> frozenset[str]:
    """Return the values of all ticks that a form has set, of the fields whose names begin so."""
    filled = forms.values(state)
    return frozenset(value for field, values in filled.items() if field.startswith(name) for value in values or ())


def left_out(cards: Sequence[Card], chosen: Sequence[Item], ticks: frozenset[str]) -> list[str]:
    """Return why some were not even tried that were ticked: what became of each since the list was opened."""
    tried, told = {item.key for item in chosen}, list[str]()
    keys = {value.key for tick in ticks if (value := ids.parse(tick)) is not None}
    for card in cards:
        if card.item.key in keys - tried:
            told.append(f"{card.item.task.name}: {_became(card)}")
    return told


def _became(card: Card) -> str:
    if card.item.decision is not None:
        return f"it was decided meanwhile: {DONE[card.item.decision.verdict]}."
    if not card.item.open:
        return "it has moved on meanwhile."
    return "a later message has it now." if card.moved else approving_many.IN_DOUBT_NOW
