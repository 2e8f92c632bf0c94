"""The ready rows of one series as one card: how many, what to look at first, and what can be done to all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.below_heading import effect
from bot.views.chain import next_names
from bot.views.kit import Block, actions, button, context, cut, esc, label, modal, section, text_input
from bot.views.ticks import ticks
from storage.rules.bulk import is_met
from storage.rules.delivery import goes_somewhere
from storage.rules.needs import thing
from storage.rules.pages.cards import Card, Rows
from storage.rules.values.ask import Kind
from storage.rules.values.check import Finding
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.task import Origin
from storage.rules.words import many

NAMED, SAMPLES = 8, 2  # rows that are named as doubtful, and rows that are offered to read at random
LISTED = 95  # rows of a list: Slack takes 100 blocks
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


def group(cards: Sequence[Card], number: str, rows: Mapping[int, Rows], now: datetime) -> list[Block]:
    """Return the one card of several rows.

    Args:
        number: how the card is numbered in its message.
        rows: how the series stand, by their numbers.
    """
    left, task = waiting(cards), cards[0].item.task
    seen = rows.get(task.series_number)
    title = esc(cut(seen.title if seen else task.brief.title, 60))
    name = f"T-{task.series_number}"
    if not left:
        became = _done(cards) or ("in a later message" if any(c.moved for c in cards) else "no longer waits")
        return [context(f"{number}{title} · {name} · {became}"), *_undo(cards, now)]
    met = [card for card in left if is_met(card.item)]
    sure = f"{len(met)} with nothing in doubt" if met else f"{'all' if len(left) > 1 else 'it is'} in doubt"
    head = f"{len(left)} ready of {seen.total if seen else len(cards)} · {sure}"
    lines = [f"*{number}{title} · {head} · {name}*", _behind(seen, cards), _first(left, met)]
    open_all = button("Open", ids.LIST_ROWS, ids.of(left[0].item))
    return [
        section("\n".join(line for line in lines if line), open_all),
        *_samples(met),
        actions(*_buttons(left, met)),
        *_undo(cards, now),
    ]


def _behind(seen: Rows | None, cards: Sequence[Card]) -> str:
    """Return how many are decided, and how many are still to come."""
    coming = max(0, seen.total - seen.closed - seen.ready) if seen else 0
    told = [f"{seen.closed} decided" if seen and seen.closed else "", _done(cards)]
    told.append(f"{coming} come as you decide" if coming else "")
    return " · ".join(part for part in told if part)


def _done(cards: Sequence[Card]) -> str:
    """Return what was decided on this card, in words."""
    verdicts = [card.item.decision.verdict for card in cards if card.item.decision is not None]
    return ", ".join(f"{verdicts.count(verdict)} {word}" for verdict, word in DONE.items() if verdict in verdicts)


def _first(left: Sequence[Card], met: Sequence[Card]) -> str:
    doubtful = [card for card in left if card not in met]
    if not doubtful:
        return ""
    named = ", ".join(f"#{card.item.task.run}" for card in doubtful[:NAMED])
    reasons = {thing(card.item) for card in doubtful}
    why = f" ({esc(cut(reasons.pop(), 60))})" if len(reasons) == 1 else ""
    more = f" and {len(doubtful) - NAMED} more" if len(doubtful) > NAMED else ""
    return f"Look first at {len(doubtful)} in doubt{why}: {named}{more}"


def _samples(met: Sequence[Card]) -> list[Block]:
    """Return buttons for two rows that nobody would have to read, the same ones whenever the card is drawn."""
    cards = sorted(met, key=lambda card: card.item.key)[:SAMPLES] if len(met) > SAMPLES else []
    buttons = [button(f"#{card.item.task.run}", f"{ids.OPEN}.{n}", ids.of(card.item)) for n, card in enumerate(cards)]
    return [context(f"{len(cards)} taken at random to read:"), actions(*buttons)] if cards else []


def _buttons(left: Sequence[Card], met: Sequence[Card]) -> list[Block]:
    value, doubts = ids.of(left[0].item), len(left) - len(met)
    approve = button(f"Approve the {len(met)}…", ids.APPROVE_ROWS, value, "primary")
    review = button(f"Review the {doubts}", ids.LIST_DOUBTFUL, value) if doubts else None
    revise = button("Revise all…", ids.REVISE_ROWS, value)
    return [*([approve] if met else []), *([review] if review else []), revise]


def _undo(cards: Sequence[Card], now: datetime) -> list[Block]:
    fresh = [card for card in cards if undoable(card.item, now)]
    if not fresh:
        return []
    return [actions(button(f"Undo these {len(fresh)}", ids.UNDO_ROWS, ids.of(fresh[0].item)))]


def undoable(item: Item, now: datetime) -> bool:
    """Tell whether the decision on a row can be taken back."""
    decision = item.decision
    return (
        decision is not None
        and decision.effected_at is None
        and decision.undone_at is None
        and now < decision.effect_due
    )


def approve(cards: Sequence[Card], metadata: str) -> Block:
    """Return the list of rows with all checks met, a tick each, with what Approve does; none in doubt is in it."""
    met = [card.item for card in waiting(cards) if is_met(card.item)][:LISTED]
    kept_out = len(waiting(cards)) - len(met)
    told = f"{_becomes(met[0])}, each by itself. It can be undone for a moment." if met else ""
    out = f" {many(kept_out, 'row is', 'rows are')} not in the list: something is in doubt there." if kept_out else ""
    blocks = [section(f"{told}{out}".strip() or "None of them has all checks met any more.")]
    blocks += ticks(met, "rows", _named, _numbers)
    submit = "Approve" if met else None
    return modal(ids.APPROVE_ROWS_VIEW, "Approve these rows", blocks, submit=submit, close="Cancel", metadata=metadata)


def _becomes(row: Item) -> str:
    """Return what Approve does with each row: a task that comes after all of them starts only with the last."""
    if row.next_steps and not goes_somewhere(row.task):
        return f"Approve gives them to {next_names(row)}"
    return effect(row, row.reviewer, on_card=False)


def _named(row: Item) -> str:
    return f"#{row.task.run} {row.task.brief.title}"


def _numbers(some: Sequence[Item]) -> str:
    first, last = some[0].task.run, some[-1].task.run
    return f"Rows #{first} to #{last}" if first != last else f"Row #{first}"


def revise(cards: Sequence[Card], metadata: str) -> Block:
    """Return the form that sends all rows back with the same points."""
    left = waiting(cards)
    worker = left[0].item.task.brief.worker if left else ""
    blocks: list[Block] = [
        section(f"The same words go to all {len(left)}. What is decided already stays."),
        text_input("note", f"What should change in all {len(left)}?", multiline=True),
        context(f"{worker} starts the next versions after the time to undo."),
    ]
    return modal(ids.REVISE_ROWS_VIEW, "Revise all", blocks, submit="Revise all", close="Cancel", metadata=metadata)


def listing(cards: Sequence[Card]) -> Block:
    """Return every row with what was found about it, the doubtful first, each with the way to its draft."""
    order = sorted(cards, key=lambda card: (is_met(card.item), card.item.task.run))
    return _window(f"Rows of T-{cards[0].item.task.series_number}", order)


def doubtful(cards: Sequence[Card]) -> Block:
    """Return the rows in doubt that still wait, each with what is in doubt and the way to its draft."""
    doubts = [card for card in waiting(cards) if not is_met(card.item)]
    order = sorted(doubts, key=lambda card: card.item.task.run)
    return _window(f"In doubt in T-{cards[0].item.task.series_number}", order)


def _window(title: str, cards: Sequence[Card]) -> Block:
    blocks = [
        section(_line(card.item), button("Open", f"{ids.OPEN}.{n}", ids.of(card.item)))
        for n, card in enumerate(cards[:LISTED])
    ]
    nothing = section("None of them is in doubt any more. Close this window: the card shows what is left.")
    stays = context("This list stays as it was when you opened it. The card shows what is left.")
    return modal("rows_view", label(title, 24), [*blocks, stays] if blocks else [nothing])


def _line(item: Item) -> str:
    title = f"*#{item.task.run}* {esc(cut(item.task.brief.title, 60))}"
    if item.decision is not None:
        return f"{title} · {DONE.get(item.decision.verdict, 'decided')}"
    unmet = item.draft.found(Finding.NOT_MET, Finding.IN_DOUBT, Finding.NOT_CHECKED) if item.draft else ()
    found = f"look at: {esc(cut(unmet[0].criterion, 60))}" if unmet else "all checks met"
    return f"{title} · {found if unmet or is_met(item) else esc(cut(thing(item), 60))}"
