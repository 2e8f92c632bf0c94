"""Which cards go over rows of one list, and which of them are still to be decided."""

from collections.abc import Mapping, Sequence

from storage.rules.pages.cards import Card
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.task import Origin

DONE: Mapping[Verdict, str] = {Verdict.APPROVE: "approved", Verdict.REVISE: "to revise", Verdict.REJECT: "rejected"}


def same_rows(cards: Sequence[Card], first: Card) -> list[Card]:
    """Return the cards of drafts that go over rows of the same list as the first, for the same person."""

    def series(card: Card) -> tuple[str, int] | None:
        task = card.item.task
        rows = task.origin is Origin.ROW and card.item.kind is Kind.DRAFT and not card.later
        return (card.item.reviewer, task.series_number) if rows else None

    return [card for card in cards if series(card) and series(card) == series(first)]


def waiting(cards: Sequence[Card]) -> list[Card]:
    """Return the cards that are still to be decided here."""
    here = [card for card in cards if not card.moved and not card.later]
    return [card for card in here if card.item.open and card.item.decision is None]


def decided_here(cards: Sequence[Card]) -> str:
    """Return what was decided on this card, in words."""
    verdicts = [card.item.decision.verdict for card in cards if card.item.decision is not None]
    return ", ".join(f"{verdicts.count(verdict)} {word}" for verdict, word in DONE.items() if verdict in verdicts)
