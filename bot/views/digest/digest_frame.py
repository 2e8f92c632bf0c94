"""What stands around the cards of a collection: what it is, and what comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.views import ids
from bot.views.digest.digest_cards import is_single
from bot.views.digest.digest_counts import decided_cards, undecided_cards
from bot.views.digest.digest_heading import heading
from bot.views.figures.week_line import last_week
from bot.views.habits import habits_used
from bot.views.kit import Block, actions, button, context
from bot.views.moments import at
from bot.views.owed.section import owed
from bot.views.owed.welcome import welcome
from storage.rules.pages.cards import Card, Collected
from storage.rules.pages.often import LEFT_MOST
from storage.rules.words import listed


def framed(collection: Collected, cards: Sequence[Card], now: datetime, drawn: Sequence[Block]) -> list[Block]:
    """Return the drawn cards between what stands above and below them."""
    single = is_single(collection)
    top = [] if single or not collection.cards else heading(collection, cards, now)
    below = owed(collection, now) + habits_used.told(collection) + _bottom(collection, cards, now, single)
    return [*welcome(collection), *top, *drawn, *below]


def _bottom(collection: Collected, cards: Sequence[Card], now: datetime, single: bool) -> list[Block]:
    blocks: list[Block] = []
    more = collection.behind or len(cards) < len(collection.cards)
    goes_on_later = not undecided_cards(cards) and any(card.moved for card in cards)  # from that message
    if not single and more and collection.reviewer and not goes_on_later:
        blocks.append(actions(button("Keep going", ids.KEEP_GOING, str(collection.id))))
    if undecided_cards(cards) and collection.next_at:
        blocks.append(
            context(_comes_back(collection, undecided_cards(cards), at(collection.next_at, now, collection.zone)))
        )
    elif len(cards) > 1 and len(decided_cards(cards)) == len(cards):  # who decided the last one is here, not at the top
        comes = (
            f" The next collection comes {at(collection.next_at, now, collection.zone)}." if collection.next_at else ""
        )
        blocks.append(context(f"All {len(cards)} are decided.{comes}"))
    told = {card.item.task.name for card in undecided_cards(cards) if card.item.left >= LEFT_MOST}
    resting = replace(collection.resting, left=tuple(name for name in collection.resting.left if name not in told))
    if resting:
        blocks.append(context(resting.line))
    if collection.last_week is not None and collection.last_week.decided:
        blocks.append(context(last_week(collection.last_week)))
    return blocks


def _comes_back(collection: Collected, left: Sequence[Card], when: str) -> str:
    """Return when what is left comes back; what was left often enough rests, and comes only when it is asked for. A
    channel counts by itself."""
    rests = [card.item.task.name for card in left if card.item.left >= LEFT_MOST and collection.reviewer]
    rest = (
        f"{listed(rests)} {'rests' if len(rests) == 1 else 'rest'} now: /collect now brings what rests."
        if rests
        else ""
    )
    back = f"Comes back {when}." if is_single(collection) else f"What you leave comes back {when}."
    return " ".join(part for part in (back if len(rests) < len(left) else "", rest) if part)
