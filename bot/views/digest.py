"""A collection's message: a header that tells how much it is, the cards in their groups, and what comes next."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.views import ids
from bot.views.card import WORDS, card
from bot.views.kit import Block, Message, actions, button, context, header, section, size
from bot.views.moments import at, clock, minutes, moment
from storage.ledger.reading import Card, Collected
from storage.rules.digest import BLOCKS, CHARACTERS
from storage.rules.ranking import SWITCH, Group

GROUPS = {Group.URGENT: "URGENT", Group.ONE_TAP: "ONE TAP", Group.OPEN_FIRST: "OPEN FIRST", Group.CAN_WAIT: "CAN WAIT"}


def digest(shown: Collected, now: datetime, settle: timedelta) -> Message:
    """The message as it is now. The worker's words are shortened first, then items are left for Keep going."""
    settled = shown.tapped_at is not None and now - shown.tapped_at >= settle
    for most in (WORDS, 120, 60, 0):
        blocks = _blocks(shown, shown.cards, now, settled, most)
        if _fits(blocks):
            return Message(_lock_screen(shown), tuple(blocks))
    cards = list(shown.cards)
    while len(cards) > 1 and not _fits(blocks):
        cards.pop()
        blocks = _blocks(shown, cards, now, settled, 0)
    return Message(_lock_screen(shown), tuple(blocks))


def _fits(blocks: Sequence[Block]) -> bool:
    taken = size(blocks)
    return taken.blocks <= BLOCKS and taken.characters <= CHARACTERS


def _undecided(cards: Sequence[Card]) -> list[Card]:
    return [c for c in cards if c.item.decision is None and c.item.open and not c.moved]


def spent(cards: Sequence[Card], before: Sequence[Card] = ()) -> float:
    """Minutes that cards take, the changes of stream included, with that from the last one `before` them."""
    streams = [c.item.task.stream_id for c in (*before[-1:], *cards)]
    return sum(c.minutes for c in cards) + SWITCH * sum(1 for a, b in zip(streams, streams[1:], strict=False) if a != b)


def _lock_screen(shown: Collected) -> str:
    """No words from any draft."""
    left = _undecided(shown.cards)
    if not left:
        return "Moved to a later message." if any(c.moved for c in shown.cards) else "All decided."
    return f"{len(left)} to decide, about {minutes(spent(left))}."


def _blocks(shown: Collected, cards: Sequence[Card], now: datetime, settled: bool, most: int) -> list[Block]:
    single = shown.kind == "single"
    viewer = shown.reviewer
    blocks = [] if single else _top(shown, cards, now)
    group: Group | None = None
    for c in cards:
        if not single and c in _undecided(cards) and c.group is not group:
            group = c.group
            left = _undecided(cards)
            same = [x for x in left if x.group is group]
            blocks.append(context(f"*{GROUPS[group]}* · about {minutes(spent(same, left[: left.index(c)]))}"))
        blocks += card(c, viewer, shown.zone, now, settled=settled, most=most, number=not single)
    return blocks + _bottom(shown, cards, now, single)


def _top(shown: Collected, cards: Sequence[Card], now: datetime) -> list[Block]:
    left = _undecided(cards)
    title = clock(shown.made_at, shown.zone) if shown.kind != "slot" else shown.slot.split(" ")[-1].lstrip("0")
    title = f"0{title}" if title.startswith(":") else title
    if not left:
        head = f"{title} · {'decided' if len(cards) == 1 else f'all {len(cards)} decided'}"
    elif len(left) < len(cards):
        head = f"{title} · {len(cards) - len(left)} of {len(cards)} decided · about {minutes(spent(left))} left"
    else:
        head = f"{title} · {len(cards)} to decide · about {minutes(spent(left))}"
    late = "late, after a pause" if shown.late else ""
    new = len(cards) - shown.carried
    what = f"{new} new, {shown.carried} left from before" if shown.carried else ""
    parts = [late, what, _behind(shown, len(shown.cards) - len(cards)), _next(shown, now)]
    return [header(head), context(" · ".join(p for p in parts if p) or " ")]


def _behind(shown: Collected, left_out: int) -> str:
    behind = shown.behind + left_out
    return f"{behind} more wait behind these" if behind else "nothing else waits"


def _next(shown: Collected, now: datetime) -> str:
    if shown.next_at is None:
        return "" if shown.next_known else "no times are set: /collect at 9:00 13:00"
    return f"next {moment(shown.next_at, now, shown.zone)}"


def _bottom(shown: Collected, cards: Sequence[Card], now: datetime, single: bool) -> list[Block]:
    blocks: list[Block] = []
    if not single and (shown.behind or len(cards) < len(shown.cards)) and shown.reviewer:
        blocks.append(actions(button("Keep going", ids.KEEP_GOING, str(shown.id))))
    if _undecided(cards):
        back = f" What you leave comes back {at(shown.next_at, now, shown.zone)}." if shown.next_at else ""
        blocks.append(context(f"Nothing here decides itself.{back}"))
    return blocks


def gone(name: str) -> Message:
    return Message(f"{name} is not here any more.", (section(f"{name} is not here any more."),))
