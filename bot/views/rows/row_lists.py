"""Rows as a list in a window: all of them, or those to look at."""

from collections.abc import Sequence

from bot.views import ids
from bot.views.kit import Block, button, context, cut, esc, label, modal, section
from bot.views.rows.same_rows import DONE, waiting
from storage.rules.approvable import is_met
from storage.rules.needs import thing
from storage.rules.pages.cards import Card
from storage.rules.values.check import Finding
from storage.rules.values.item import Item

LISTED = 95  # rows of a list: Slack takes 100 blocks


def listing(cards: Sequence[Card]) -> Block:
    """Return every row with what was found about it, the doubtful first, each with the way to its draft."""
    order = sorted(cards, key=lambda card: (is_met(card.item), card.item.task.run))
    return _window(f"Rows of T-{cards[0].item.task.series_number}", order)


def doubtful(cards: Sequence[Card]) -> Block:
    """Return the rows to look at that still wait, each with what was found there and the way to its draft."""
    doubts = [card for card in waiting(cards) if not is_met(card.item)]
    order = sorted(doubts, key=lambda card: card.item.task.run)
    return _window(f"Look at in T-{cards[0].item.task.series_number}", order)


def _window(title: str, cards: Sequence[Card]) -> Block:
    blocks = [
        section(_line(card.item), button("Open", f"{ids.OPEN}.{n}", ids.of(card.item)))
        for n, card in enumerate(cards[:LISTED])
    ]
    nothing = section("Nothing is left to look at there. Close this window: the card shows what is left.")
    stays = context("This list stays as it was when you opened it. The card shows what is left.")
    return modal("rows_view", label(title, 24), [*blocks, stays] if blocks else [nothing])


def _line(item: Item) -> str:
    title = f"*#{item.task.run}* {esc(cut(item.task.brief.title, 60))}"
    if item.decision is not None:
        return f"{title} · {DONE.get(item.decision.verdict, 'decided')}"
    unmet = item.draft.found(Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED) if item.draft else ()
    found = f"look at: {esc(cut(unmet[0].criterion, 60))}" if unmet else "all checks met"
    return f"{title} · {found if unmet or is_met(item) else esc(cut(thing(item), 60))}"
