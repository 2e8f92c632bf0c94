"""What a lock screen shows of a collection: how many, and no words from any draft."""

from collections.abc import Sequence

from bot.views.digest.digest_counts import decided_cards, elsewhere, spent, undecided_cards
from bot.views.durations import minutes
from bot.views.habits import habits_used
from bot.views.owed.section import moved_cards, open_cards, to_do
from storage.rules.pages.cards import Card, Collected


def lock_screen(collection: Collected, cards: Sequence[Card]) -> str:
    """Return what the notification says: how many, and no words from any draft."""
    left, theirs = undecided_cards(cards), len(open_cards(collection))
    if left:
        also = f" {to_do(theirs)}." if theirs else ""
        return f"{len(left)} to decide, about {minutes(spent(left))}.{also}"
    if theirs:
        return f"{to_do(theirs)}."
    decided = len(decided_cards(cards))
    parts = [f"{decided} decided" if decided else "", *elsewhere(cards)]
    parts += [f"{later} in a later message"] if (later := len(moved_cards(collection))) and not cards else []
    parts += [habits_used.count(collection.rules)] if not collection.cards else []
    nothing = "Nothing is left to do" if collection.owed and not cards else "Nothing is left to decide"
    return f"{', '.join(part for part in parts if part) or nothing}."
