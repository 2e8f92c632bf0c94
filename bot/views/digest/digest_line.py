"""The line below the heading of a collection's message: what it needs, what comes first, what waits behind it."""

from collections.abc import Sequence
from datetime import datetime

from bot.views.digest.digest_counts import undecided_cards
from bot.views.moments import moment
from bot.views.stream_name import stream_name
from storage.rules.needs import counted
from storage.rules.pages.cards import Card, Collected
from storage.rules.values.need import Need
from storage.rules.words import many

_OF_MANY = {Need.YOUR_WORDS: "need your words", Need.STOPPED: "were stopped"}


def comes_first(collection: Collected) -> str:
    """Return which stream comes first, where its reader said so."""
    tasks = [
        card.item.task for card in collection.cards if collection.first and card.item.task.stream_id == collection.first
    ]
    return f"{stream_name(tasks[0].brief.stream)} first, as you said" if tasks else ""


def needs(cards: Sequence[Card]) -> str:
    """Return how many of what is left need what."""
    return " · ".join(
        f"{count} {_need(need, count)}" for need, count in counted(card.item for card in undecided_cards(cards))
    )


def _need(need: Need, count: int) -> str:
    return _OF_MANY.get(need, need) if count > 1 else need


def left_for_more(collection: Collected, cards: Sequence[Card]) -> str:
    """Return why fewer are shown than a collection may bring; empty when all of them are."""
    wanted = max(collection.wanted, len(collection.cards))
    if len(cards) >= wanted or not undecided_cards(cards):
        return ""
    return f"{len(cards)} of {wanted}: the message is full, Keep going brings the rest"


def waits_behind(collection: Collected, left_out: int) -> str:
    """Return how much waits behind what is shown; in a channel, nobody is told that nothing does."""
    behind = collection.behind + left_out
    nothing = "nothing else was ready" if collection.reviewer else ""
    return f"{many(behind, 'more waits', 'more wait')} behind these" if behind else nothing


def next_time(collection: Collected, now: datetime) -> str:
    """Return when the next collection comes, or how to have times."""
    if collection.next_at is None:
        return "" if collection.next_known else "no times are set: /collect at 9:00 13:00"
    return f"next {moment(collection.next_at, now, collection.zone)}"
