"""How much of a collection is decided, and how much is left."""

from collections.abc import Sequence

from bot.views.durations import minutes
from bot.views.trouble.one_cause import same_cause
from storage.rules.effort import as_said
from storage.rules.offers import is_reopened
from storage.rules.pages.cards import Card
from storage.rules.values.ask import Kind


def undecided_cards(cards: Sequence[Card]) -> list[Card]:
    """Return the cards that are still to be decided here."""
    return [c for c in cards if c.item.decision is None and c.item.open and not c.moved and not c.later]


def decided_cards(cards: Sequence[Card]) -> list[Card]:
    """Return the cards that are decided, but for what became of those that were given away or opened again."""
    decided = (card for card in cards if card.item.decision is not None and not card.gone_to)
    return [card for card in decided if not is_reopened(card.item)]


def spent(cards: Sequence[Card]) -> float:
    """Return the minutes that all cards take together; tasks on one card count once."""
    return sum(as_said(c.minutes) for c in cards if c is (same_cause(cards, c) or [c])[0])


def _moved(cards: Sequence[Card]) -> list[Card]:
    return [card for card in cards if card.moved and card.item.decision is None and not card.gone_to]


def elsewhere(cards: Sequence[Card]) -> list[str]:
    """Return what is neither decided nor to be decided here: “2 in a later message”, “1 put off”."""
    open_cards = [card for card in cards if card.item.decision is None and card.item.open]
    given = [card for card in cards if card.gone_to]
    counts = {
        "in a later message": len(_moved(cards)),
        "with others": len(given),
        "put off": sum(card.later and not card.moved for card in open_cards),
        "reopened": sum(is_reopened(card.item) and not card.gone_to for card in cards),
        "no longer waits": sum(_is_gone(card) for card in cards),
    }
    return [f"{count} {_plural(what, count)}" for what, count in counts.items() if count]


def _is_gone(card: Card) -> bool:
    """Whether a card was closed without a decision, as when its task was canceled; an answer closes a question."""
    closed = not card.item.open and card.item.decision is None and not card.moved
    return closed and card.item.kind is not Kind.STILL_RIGHT


def _plural(what: str, count: int) -> str:
    return what.replace("waits", "wait") if count > 1 else what


def how_far(cards: Sequence[Card]) -> str:
    """Return how many are decided and how much is left; what a later message has is not decided."""
    left, decided = undecided_cards(cards), decided_cards(cards)
    if len(left) == len(cards):
        return f"{len(cards)} to decide · about {minutes(spent(left))}"
    if len(decided) == len(cards):
        return "decided" if len(cards) == 1 else f"all {len(cards)} decided"
    some = f"{len(decided)} of {len(cards)} decided" if decided or left else ""
    rest = f"about {minutes(spent(left))} left" if left else ""
    return " · ".join(part for part in (some, rest, *elsewhere(cards)) if part) or "nothing is left to decide"
