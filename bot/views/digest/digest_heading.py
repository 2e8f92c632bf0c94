"""The heading of a collection's message, with the line and the buttons below it."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import approve_many, ids
from bot.views.digest.digest_counts import decided_cards, how_far, undecided_cards
from bot.views.digest.digest_line import comes_first, left_for_more, needs, next_time, waits_behind
from bot.views.kit import Block, actions, button, context, header
from bot.views.moments import clock
from storage.rules.pages.cards import Card, Collected


def heading(collection: Collected, cards: Sequence[Card], now: datetime) -> list[Block]:
    """Return the title, the line and the buttons above the cards."""
    title = (
        clock(collection.made_at, collection.zone)
        if collection.kind != "slot"
        else collection.slot.split(" ")[1].lstrip("0")
    )
    title = f"0{title}" if title.startswith(":") else title
    late = "late, after a pause" if collection.late else ""
    before = min(collection.carried, len(collection.cards))
    new, left_out = len(cards) - before, len(collection.cards) - len(cards)
    carried = f"{before} left from before" if before and not left_out else ""
    what = f"{new} new, {carried}" if new and carried else carried
    # what is new since then is not counted
    behind = waits_behind(collection, left_out) if undecided_cards(cards) else ""
    parts = [
        late,
        comes_first(collection),
        needs(cards),
        what,
        left_for_more(collection, cards),
        behind,
        next_time(collection, now),
    ]
    line = context(" · ".join(p for p in parts if p) or " ")
    choices = [*_review(collection, cards), *approve_many.buttons(collection, cards, now)]
    return [header(f"{title} · {how_far(cards)}"), line, *([actions(*choices)] if choices else [])]


def _review(collection: Collected, cards: Sequence[Card]) -> list[Block]:
    """Return the way to work through what waits in one window, for the person whose messages these are."""
    if not collection.reviewer or collection.channel or not undecided_cards(cards):
        return []
    return [button("Go on" if decided_cards(cards) else "Start review", ids.REVIEW, "now")]
