"""A collection's message: a header that tells how much it is, the cards in their order, and what comes next."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.views import bulk, habits, ids, inside, lead
from bot.views.card import WORDS, card
from bot.views.figures import last_week
from bot.views.group import group, same_rows
from bot.views.kit import Block, Message, actions, button, context, header, section, size
from bot.views.moments import as_said, at, clock, minutes, moment
from bot.views.newer import CONTAINER, LAYOUT
from bot.views.owed import open_cards, owed, to_do, welcome
from bot.views.problem import problems, same_cause
from bot.views.receipt import stream_words
from storage.rules.digest import BLOCKS, CHARACTERS
from storage.rules.needs import counted
from storage.rules.pages.cards import Card, Collected
from storage.rules.values.item import Item
from storage.rules.values.need import Need
from storage.rules.words import many

LEAST = 40  # characters of the worker's words: nobody decides on a card that says nothing


def digest(collection: Collected, now: datetime, settle: timedelta, draws: Collection[str] = ()) -> Message:
    """Return the message as it is now; where it is too long, words are shortened, then items left for Keep going. Where
    there is room, whole drafts stand in their cards, closed until somebody opens them.

    Args:
        draws: the newer kinds of blocks that the workspace takes.
    """
    newer = _newer(collection, now, settle, draws) if draws else None
    cards, blocks = (collection.cards, newer) if newer else _fitting(collection, now, settle)
    return Message(_lock_screen(collection, cards), tuple(blocks))


def numbered(collection: Collected, now: datetime, settle: timedelta) -> Mapping[int, Item]:
    """Return the items of the cards that a person sees, by the number on each card."""
    if _single(collection):
        return {}
    cards, _ = _fitting(collection, now, settle)
    alone = [card for card in cards if len(same_rows(cards, card)) < 2]  # of rows no number says which one is meant
    return {card.position: card.item for card in alone if (same_cause(cards, card) or [card])[0] is card}


def hides(collection: Collected, now: datetime, settle: timedelta) -> bool:
    """Tell whether anything that a message was to bring, and that is still to be decided, had no room in it."""
    drawn, _ = _fitting(collection, now, settle)
    return len(_undecided(drawn)) < len(_undecided(collection.cards))


def _newer(collection: Collected, now: datetime, settle: timedelta, draws: Collection[str]) -> list[Block] | None:
    """Return the message with newer blocks; None where they have no room. What stands in it does not depend on what is
    decided since, so that nothing moves under the thumb."""
    fresh = replace(collection, cards=tuple(map(inside.as_brought, collection.cards)))
    drawn = _drawn(fresh, fresh.cards, now, settled=False, most=WORDS)
    plain = _around(fresh, fresh.cards, now, inside.with_newer(fresh, drawn, draws))
    if not _fits(plain):
        return None
    boxes = inside.boxes(fresh, plain) if CONTAINER in draws else {}
    apart = inside.apart(fresh, plain, boxes) if LAYOUT in draws else frozenset()
    settled = _settled(collection, now, settle)
    if settled or fresh != collection:
        drawn = _drawn(collection, collection.cards, now, settled, WORDS)
    blocks = _around(collection, collection.cards, now, inside.with_newer(collection, drawn, draws, boxes, apart))
    return blocks if _fits(blocks) else None


def _single(collection: Collected) -> bool:
    return collection.kind in ("single", "asked")


def _fitting(collection: Collected, now: datetime, settle: timedelta) -> tuple[Sequence[Card], list[Block]]:
    """Return the cards that fit in one message, and its blocks."""
    settled = _settled(collection, now, settle)
    for most in (WORDS, 120, LEAST):
        blocks = _blocks(collection, collection.cards, now, settled, most)
        if _fits(blocks):
            return collection.cards, blocks
    cards = list(collection.cards)
    while len(cards) > 1 and not _fits(blocks):
        cards.pop()
        blocks = _blocks(collection, cards, now, settled, LEAST)
    return cards, blocks


def _settled(collection: Collected, now: datetime, settle: timedelta) -> bool:
    """Whether nobody has tapped for a while: what is decided may shrink."""
    return collection.tapped_at is not None and now - collection.tapped_at >= settle


def _fits(blocks: Sequence[Block]) -> bool:
    so_far = size(blocks)
    return so_far.blocks <= BLOCKS and so_far.characters <= CHARACTERS


def _undecided(cards: Sequence[Card]) -> list[Card]:
    return [c for c in cards if c.item.decision is None and c.item.open and not c.moved and not c.later]


def _decided(cards: Sequence[Card]) -> list[Card]:
    return [card for card in cards if card.item.decision is not None]


def spent(cards: Sequence[Card]) -> float:
    """Return the minutes that all cards take together; tasks on one card count once."""
    return sum(as_said(c.minutes) for c in cards if c is (same_cause(cards, c) or [c])[0])


def _moved(cards: Sequence[Card]) -> list[Card]:
    return [card for card in cards if card.moved and card.item.decision is None and not card.gone_to]


def _elsewhere(cards: Sequence[Card]) -> list[str]:
    """Return what is neither decided nor to be decided here: “2 in a later message”, “1 put off”."""
    open_cards = [card for card in cards if card.item.decision is None and card.item.open]
    counts = {
        "in a later message": len(_moved(cards)),
        "with others": sum(bool(card.gone_to) for card in open_cards),
        "put off": sum(card.later and not card.moved for card in open_cards),
    }
    return [f"{count} {what}" for what, count in counts.items() if count]


def _lock_screen(collection: Collected, cards: Sequence[Card]) -> str:
    """Return what the notification says: how many, and no words from any draft."""
    left, theirs = _undecided(cards), len(open_cards(collection))
    if left:
        also = f" {to_do(theirs)}." if theirs else ""
        return f"{len(left)} to decide, about {minutes(spent(left))}.{also}"
    if theirs:
        return f"{to_do(theirs)}."
    decided = len(_decided(cards))
    parts = [f"{decided} decided" if decided else "", *_elsewhere(cards)]
    parts += [habits.count(collection.rules)] if not collection.cards else []
    nothing = "Nothing is left to do" if collection.owed and not cards else "Nothing is left to decide"
    return f"{', '.join(part for part in parts if part) or nothing}."


def _blocks(collection: Collected, cards: Sequence[Card], now: datetime, settled: bool, most: int) -> list[Block]:
    drawn = _drawn(collection, cards, now, settled, most)
    return _around(collection, cards, now, [block for one in drawn for block in one.blocks])


def _around(collection: Collected, cards: Sequence[Card], now: datetime, drawn: Sequence[Block]) -> list[Block]:
    """Return the drawn cards between what stands above and below them."""
    single = _single(collection)
    top = [] if single or not collection.cards else _top(collection, cards, now)
    below = owed(collection, now) + habits.told(collection) + _bottom(collection, cards, now, single)
    return [*welcome(collection), *top, *drawn, *below]


def _drawn(collection: Collected, cards: Sequence[Card], now: datetime, settled: bool, most: int) -> list[inside.Drawn]:
    """Return the cards as they stand in every workspace; what has one card in common is drawn once."""
    single, all_drawn = _single(collection), list[inside.Drawn]()
    for card_shown in cards:
        same, rows = same_cause(cards, card_shown), same_rows(cards, card_shown)
        label = "" if single else f"{card_shown.position} · "
        if len(same) > 1:
            blocks = problems(same, label) if card_shown is same[0] else []
            all_drawn.append(inside.Drawn(None, blocks))
        elif len(rows) > 1:
            blocks = group(rows, label, collection.rows, now) if card_shown is rows[0] else []
            all_drawn.append(inside.Drawn(None, blocks))
        else:
            one = card(
                card_shown, collection.reviewer, collection.zone, now, settled=settled, most=most, number=not single
            )
            blocks = lead.into(one, card_shown, collection.zone, collection.reviewer)
            all_drawn.append(inside.Drawn(card_shown, blocks))
    return all_drawn


def _top(collection: Collected, cards: Sequence[Card], now: datetime) -> list[Block]:
    title = (
        clock(collection.made_at, collection.zone)
        if collection.kind != "slot"
        else collection.slot.split(" ")[-1].lstrip("0")
    )
    title = f"0{title}" if title.startswith(":") else title
    late = "late, after a pause" if collection.late else ""
    new, left_out = len(cards) - collection.carried, len(collection.cards) - len(cards)
    carried = f"{collection.carried} left from before" if collection.carried and not left_out else ""
    what = f"{new} new, {carried}" if new and carried else carried
    behind = _behind(collection, left_out) if _undecided(cards) else ""  # what is new since then is not counted
    parts = [late, _first(collection), _needs(cards), what, _full(collection, cards), behind, _next(collection, now)]
    line = context(" · ".join(p for p in parts if p) or " ")
    doors = [*_review(collection, cards), *bulk.buttons(collection, cards, now)]
    return [header(f"{title} · {_how_far(cards)}"), line, *([actions(*doors)] if doors else [])]


def _review(collection: Collected, cards: Sequence[Card]) -> list[Block]:
    """Return the way to work through what waits in one window, for the person whose messages these are."""
    if not collection.reviewer or collection.channel or not _undecided(cards):
        return []
    return [button("Go on" if _decided(cards) else "Start review", ids.REVIEW, "now")]


def _first(collection: Collected) -> str:
    tasks = [
        card.item.task for card in collection.cards if collection.first and card.item.task.stream_id == collection.first
    ]
    return f"{stream_words(tasks[0].brief.stream or '')} first, as you said" if tasks else ""


def _how_far(cards: Sequence[Card]) -> str:
    """Return how many are decided and how much is left; what a later message has is not decided."""
    left, decided = _undecided(cards), _decided(cards)
    if len(left) == len(cards):
        return f"{len(cards)} to decide · about {minutes(spent(left))}"
    if len(decided) == len(cards):
        return "decided" if len(cards) == 1 else f"all {len(cards)} decided"
    some = f"{len(decided)} of {len(cards)} decided" if decided or left else ""
    rest = f"about {minutes(spent(left))} left" if left else ""
    return " · ".join(part for part in (some, rest, *_elsewhere(cards)) if part) or "nothing is left to decide"


def _needs(cards: Sequence[Card]) -> str:
    """Return how many of what is left need what."""
    return " · ".join(
        f"{count} {_need(need, count)}" for need, count in counted(card.item for card in _undecided(cards))
    )


def _need(need: Need, count: int) -> str:
    return "need your words" if need is Need.YOUR_WORDS and count > 1 else need


def _full(collection: Collected, cards: Sequence[Card]) -> str:
    """Return why fewer are shown than a collection may bring; empty when all of them are."""
    wanted = max(collection.wanted, len(collection.cards))
    if len(cards) >= wanted or not _undecided(cards):
        return ""
    return f"{len(cards)} of {wanted}: the message is full, Keep going brings the rest"


def _behind(collection: Collected, left_out: int) -> str:
    behind = collection.behind + left_out
    return f"{many(behind, 'more waits', 'more wait')} behind these" if behind else "nothing else waits for you"


def _next(collection: Collected, now: datetime) -> str:
    if collection.next_at is None:
        return "" if collection.next_known else "no times are set: /collect at 9:00 13:00"
    return f"next {moment(collection.next_at, now, collection.zone)}"


def _bottom(collection: Collected, cards: Sequence[Card], now: datetime, single: bool) -> list[Block]:
    blocks: list[Block] = []
    if not single and (collection.behind or len(cards) < len(collection.cards)) and collection.reviewer:
        blocks.append(actions(button("Keep going", ids.KEEP_GOING, str(collection.id))))
    if _undecided(cards) and collection.next_at:
        back = at(collection.next_at, now, collection.zone)
        blocks.append(context(f"Comes back {back}." if single else f"What you leave comes back {back}."))
    elif len(cards) > 1 and len(_decided(cards)) == len(cards):  # who decided the last one is here, not at the top
        comes = (
            f" The next collection comes {at(collection.next_at, now, collection.zone)}." if collection.next_at else ""
        )
        blocks.append(context(f"All {len(cards)} are decided.{comes}"))
    if collection.resting:
        blocks.append(context(collection.resting.line))
    if collection.last_week is not None and collection.last_week.decided:
        blocks.append(context(last_week(collection.last_week)))
    return blocks


def gone(name: str) -> Message:
    """Return the message that something, such as a file, is not here any more."""
    return Message(f"{name} is not here any more.", (section(f"{name} is not here any more."),))
