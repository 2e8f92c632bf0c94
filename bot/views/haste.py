"""How long ago somebody opened what they approve, where that is less than reading it takes."""

from datetime import datetime

from bot.views.durations import minutes
from storage.rules import effort
from storage.rules.own_words import count_words
from storage.rules.values.check import DOUBTFUL
from storage.rules.values.item import Item


def haste(item: Item, now: datetime) -> str:
    """Return a sentence that begins with a space; '' where they had time to read it, or nobody knows."""
    if item.draft is None or item.opened_at is None:
        return ""
    seconds = (now - item.opened_at).total_seconds()
    expected = effort.minutes(count_words(item.draft.body), len(item.draft.unsettled(*DOUBTFUL)))
    if not effort.is_hasty(seconds, expected):
        return ""
    return f" You opened it {round(seconds)} s ago; reading it takes about {minutes(expected)}."
