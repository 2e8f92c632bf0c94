"""The ready rows of one series as one card: how many, what to look at first, and what can be done to all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, actions, button, context, cut, esc, section
from bot.views.rows.row_buttons import buttons, samples, undo
from bot.views.rows.same_rows import decided_here, waiting
from storage.rules.approvable import is_met
from storage.rules.draft_needs import UNSETTLED
from storage.rules.lifecycle import CLOSED
from storage.rules.needs import thing
from storage.rules.pages.cards import Card, Rows
from storage.rules.values.item import Item

NAMED = 8  # rows that are named as doubtful


def group(cards: Sequence[Card], number: str, rows: Mapping[int, Rows], viewer: str, now: datetime) -> list[Block]:
    """Return the one card of several rows.

    Args:
        number: how the card is numbered in its message.
        viewer: whose message it is; '' in a channel.
        rows: how the series stand, by their numbers.
    """
    left, task = waiting(cards), cards[0].item.task
    seen = rows.get(task.series_number)
    title = esc(cut(seen.title if seen else task.brief.title, 60))
    name = f"T-{task.series_number}"
    if not left:
        gone = next((f"with <@{card.gone_to}> now" for card in cards if card.gone_to), "")
        moved = "in a later message" if any(card.moved for card in cards) else "no longer waits"
        unmade = _unmade(seen.unmade, cards[0].item) if seen else ""
        parts = (decided_here(cards) or gone or moved, unmade)
        became = " · ".join(part for part in parts if part)
        return [context(f"{number}{title} · {name} · {became}"), *undo(cards, now)]
    met = [card for card in left if is_met(card.item)]
    sure = (
        f"{len(met) or 'none'} with all checks met" if len(left) > 1 else "to look at" if not met else "all checks met"
    )
    head = f"{len(left)} ready of {seen.total if seen else len(cards)} · {sure}"
    lines = [
        f"*{number}{title} · {head} · {name}*",
        _whose(left[0].item, viewer),
        _behind(seen, cards),
        _first(left, met),
    ]
    open_all = button("Open", ids.LIST_ROWS, ids.of(left[0].item))
    return [
        section("\n".join(line for line in lines if line), open_all),
        *samples(met),
        actions(*buttons(left, met)),
        *undo(cards, now),
    ]


def _whose(item: Item, viewer: str) -> str:
    """Return for whom rows are, and from whom, where that is not who reads it; '' where all is theirs."""
    for_ = item.stands_for or ("" if viewer else item.reviewer)
    asker = item.task.assigner if item.task.assigner not in (item.reviewer, item.stands_for) else ""
    parts = (f"for <@{for_}>" if for_ else "", f"from <@{asker}>" if asker else "")
    return " · ".join(part for part in parts if part)


def _behind(seen: Rows | None, cards: Sequence[Card]) -> str:
    """Return how many are decided, how many did not work, and how many are still to come."""
    here = decided_here(cards)
    if seen is None:
        return here
    before = seen.closed - sum(card.item.decision is not None and card.item.task.state in CLOSED for card in cards)
    coming = max(0, seen.total - seen.closed - seen.ready - seen.failed - seen.unmade)
    told = (
        f"{before} decided{' before' if here else ''}" if before > 0 else "",
        here,
        f"{seen.failed} did not work" if seen.failed else "",
        _coming(coming, cards[0].item),
        _unmade(seen.unmade, cards[0].item),
    )
    return " · ".join(part for part in told if part)


def _coming(count: int, item: Item) -> str:
    """Return how many rows are to come: those of an agent as they are let in, those of a colleague when they like."""
    if not count or item.task.brief.worker.is_person:
        return f"{count} still to come" if count else ""
    return f"{count} {'comes' if count == 1 else 'come'} as you decide"


def _unmade(count: int, item: Item) -> str:
    """Return how many rows nobody has started, and the way to start them: its assigner's alone."""
    if not count:
        return ""
    own = item.task.assigner == item.reviewer
    return f"{count} not started{f': /sluice T-{item.task.series_number}' if own else f' by <@{item.task.assigner}>'}"


def _first(left: Sequence[Card], met: Sequence[Card]) -> str:
    """Return which rows to look at first, with what was found of them where that is the same."""
    doubtful = [card for card in left if card not in met]
    if not doubtful:
        return ""
    found = {_worst(card) for card in doubtful}
    state = f" {found.pop()}".rstrip() if len(found) == 1 else ""
    named = ", ".join(f"#{card.item.task.run}" for card in doubtful[:NAMED])
    reasons = {thing(card.item) for card in doubtful}
    why = f" ({esc(cut(reasons.pop(), 60))})" if len(reasons) == 1 else ""
    more = f" and {len(doubtful) - NAMED} more" if len(doubtful) > NAMED else ""
    return f"Look first at {len(doubtful)}{state}{why}: {named}{more}"


def _worst(card: Card) -> str:
    """Return the worst that was found of a row, such as “not met”; '' where it is something else."""
    draft = card.item.draft
    return next((str(finding) for finding in UNSETTLED if draft and draft.unsettled(finding)), "")
