"""The cards of a collection that have room in one message."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.views.card import WORDS
from bot.views.digest.digest_cards import drawn_cards
from bot.views.digest.digest_frame import framed
from bot.views.kit import Block, size
from storage.rules.message_limits import BLOCKS, CHARACTERS
from storage.rules.pages.cards import Card, Collected

LEAST = 40  # characters of the worker's words: nobody decides on a card that says nothing


def fitting(collection: Collected, now: datetime, settle: timedelta) -> tuple[Sequence[Card], list[Block]]:
    """Return the cards that fit in one message, and its blocks."""
    settled = is_settled(collection, now, settle)
    for most in (WORDS, 120, LEAST):
        blocks = _blocks(collection, collection.cards, now, settled, most)
        if fits(blocks):
            return collection.cards, blocks
    cards = list(collection.cards)
    while len(cards) > 1 and not fits(blocks):
        cards.pop()
        blocks = _blocks(collection, cards, now, settled, LEAST)
    return cards, blocks


def is_settled(collection: Collected, now: datetime, settle: timedelta) -> bool:
    """Whether nobody has tapped for a while: what is decided may shrink."""
    return collection.tapped_at is not None and now - collection.tapped_at >= settle


def fits(blocks: Sequence[Block]) -> bool:
    """Tell whether Slack takes so many blocks."""
    so_far = size(blocks)
    return so_far.blocks <= BLOCKS and so_far.characters <= CHARACTERS


def _blocks(collection: Collected, cards: Sequence[Card], now: datetime, settled: bool, most: int) -> list[Block]:
    drawn = drawn_cards(collection, cards, now, settled, most)
    return framed(collection, cards, now, [block for one in drawn for block in one.blocks])
