"""What a person sees of a collection: the number on each card, and whether anything had no room."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.views.digest.digest_cards import is_single
from bot.views.digest.digest_counts import undecided_cards
from bot.views.digest.digest_fitting import fitting
from bot.views.rows.same_rows import same_rows
from storage.rules.pages.cards import Collected
from storage.rules.values.item import Item


def numbered(collection: Collected, now: datetime, settle: timedelta) -> Mapping[int, Item]:
    """Return the items of the cards that a person sees, by the number on each card."""
    if is_single(collection):
        return {}
    cards, _ = fitting(collection, now, settle)
    alone = [card for card in cards if len(same_rows(cards, card)) < 2]  # of rows no number says which one is meant
    return {card.position: card.item for card in alone}


def unseen(collection: Collected, now: datetime, settle: timedelta) -> frozenset[int]:
    """Return the ids of the items that a message was to bring, and that are still to be decided, but had no room."""
    drawn, _ = fitting(collection, now, settle)
    every, seen = ({card.item.id for card in undecided_cards(cards)} for cards in (collection.cards, drawn))
    return frozenset(every - seen)
