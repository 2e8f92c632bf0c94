"""The cards of a collection, in their order; what has one card in common is drawn once."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import inside, lead
from bot.views.card import card
from bot.views.rows.group import group
from bot.views.rows.same_rows import same_rows
from bot.views.trouble.one_cause import problems, same_cause
from storage.rules.pages.cards import Card, Collected


def is_single(collection: Collected) -> bool:
    """Tell whether a message brings one thing alone, without a heading and numbers."""
    return collection.kind in ("single", "asked")


def drawn_cards(
    collection: Collected, cards: Sequence[Card], now: datetime, settled: bool, most: int
) -> list[inside.Drawn]:
    """Return the cards as they stand in every workspace; what has one card in common is drawn once."""
    single, all_drawn = is_single(collection), list[inside.Drawn]()
    for card_shown in cards:
        same, rows = same_cause(cards, card_shown), same_rows(cards, card_shown)
        label = "" if single else f"{card_shown.position} · "
        if len(same) > 1:
            blocks = problems(same, label) if card_shown is same[0] else []
            all_drawn.append(inside.Drawn(None, blocks))
        elif len(rows) > 1:
            blocks = group(rows, label, collection.rows, collection.reviewer, now) if card_shown is rows[0] else []
            all_drawn.append(inside.Drawn(None, blocks))
        else:
            one = card(
                card_shown, collection.reviewer, collection.zone, now, settled=settled, most=most, number=not single
            )
            blocks = lead.into(one, card_shown, collection.zone, collection.reviewer)
            all_drawn.append(inside.Drawn(card_shown, blocks))
    return all_drawn
