"""A collection's message, with whole drafts in its cards where Slack has newer blocks and there is room."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.views import inside
from bot.views.card import WORDS
from bot.views.digest.digest_cards import drawn_cards
from bot.views.digest.digest_fitting import fits, fitting, is_settled
from bot.views.digest.digest_frame import framed
from bot.views.digest.lock_screen import lock_screen
from bot.views.kit import Block, Message
from bot.views.newer import CONTAINER, LAYOUT
from storage.rules.pages.cards import Collected


def digest(collection: Collected, now: datetime, settle: timedelta, draws: Collection[str] = ()) -> Message:
    """Return the message as it is now; where it is too long, words are shortened, then items left for Keep going. Where
    there is room, whole drafts stand in their cards, closed until somebody opens them.

    Args:
        draws: the newer kinds of blocks that the workspace takes.
    """
    newer = _newer(collection, now, settle, draws) if draws else None
    cards, blocks = (collection.cards, newer) if newer else fitting(collection, now, settle)
    return Message(lock_screen(collection, cards), tuple(blocks))


def _newer(collection: Collected, now: datetime, settle: timedelta, draws: Collection[str]) -> list[Block] | None:
    """Return the message with newer blocks; None where they have no room. What stands in it does not depend on what is
    decided since, so that nothing moves under the thumb."""
    fresh = replace(collection, cards=tuple(map(inside.as_brought, collection.cards)))
    drawn = drawn_cards(fresh, fresh.cards, now, settled=False, most=WORDS)
    plain = framed(fresh, fresh.cards, now, inside.with_newer(fresh, drawn, draws))
    if not fits(plain):
        return None
    boxes = inside.boxes(fresh, plain) if CONTAINER in draws else {}
    apart = inside.apart(fresh, plain, boxes) if LAYOUT in draws else frozenset()
    settled = is_settled(collection, now, settle)
    if settled or fresh != collection:
        drawn = drawn_cards(collection, collection.cards, now, settled, WORDS)
    blocks = framed(collection, collection.cards, now, inside.with_newer(collection, drawn, draws, boxes, apart))
    return blocks if fits(blocks) else None
