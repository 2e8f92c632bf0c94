"""Tasks that did not work for one cause, as one card, with the way to each of them."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.kit import Block, actions, button, cut, quote, rich, section
from bot.views.trouble import undelivered
from bot.views.trouble.problem import CAUSE, STUCK
from bot.views.trouble.undelivered import is_hopeless, is_undelivered
from storage.rules.pages.cards import Card
from storage.rules.values.item import Problem, Remedy
from storage.rules.words import one_line

NAMED = 5  # tasks


def problems(cards: Sequence[Card], label: str) -> list[Block]:
    """Return the one card of several tasks that did not work for the same cause."""
    first, count, cause = cards[0].item, len(cards), cards[0].item.about
    assert isinstance(cause, Problem)
    if is_undelivered(first):
        return undelivered.cards(cards, cause, label)
    return [
        section(f"*Did not work · {count} tasks, one cause*\n{undelivered.names(cards, bool(label))}"),
        rich(quote(cut(one_line(cause.text), CAUSE))),
        actions(button(f"Retry all {count}", ids.RETRY_ALL, ids.of(first), "primary"), *_each(cards)),
    ]


def _each(cards: Sequence[Card]) -> list[Block]:
    """The way to each of several tasks: where trying again does not help, one of them may be mended or canceled."""
    return [
        button(f"Open {card.item.task.name}", f"{ids.OPEN}.{n}", ids.of(card.item))
        for n, card in enumerate(cards[:NAMED])
    ]


def same_cause(cards: Sequence[Card], first: Card) -> list[Card]:
    """Return the cards of problems that wait for the same person and have the same cause as the first."""
    return [card for card in cards if _cause(card) and _cause(card) == _cause(first)]


def _cause(card: Card) -> tuple[str, str, str] | None:
    """Return what cards of one cause have in common; None for what stands alone."""
    item, about = card.item, card.item.about
    if not isinstance(about, Problem) or about.remedy in (Remedy.WORKER, *STUCK):
        return None
    waits = item.open and item.decision is None and not card.moved and not card.later
    waits = waits and not (is_undelivered(item) and is_hopeless(about))
    return (item.reviewer, about.text, about.named) if waits else None
