"""The forms that approve several rows at once, or send all of them back."""

from collections.abc import Sequence
from dataclasses import replace

from bot.views import ids
from bot.views.below_heading import effect
from bot.views.chain.next_steps import next_names
from bot.views.kit import Block, context, modal, section, text_input
from bot.views.rows.row_lists import LISTED
from bot.views.rows.same_rows import waiting
from bot.views.ticks import ticks
from storage.rules.approvable import is_met
from storage.rules.delivery import goes_somewhere
from storage.rules.pages.cards import Card
from storage.rules.values.item import Item
from storage.rules.words import many


def approve(cards: Sequence[Card], metadata: str) -> Block:
    """Return the list of rows with all checks met, a tick each, with what Approve does."""
    met = [card.item for card in waiting(cards) if is_met(card.item)][:LISTED]
    kept_out = len(waiting(cards)) - len(met)
    told = f"{_becomes(met[0])}, each by itself. It can be undone for a moment." if met else ""
    out = (
        f" {many(kept_out, 'row is', 'rows are')} not in the list: there is something to look at first."
        if kept_out
        else ""
    )
    blocks = [section(f"{told}{out}".strip() or "None of them has all checks met any more.")]
    blocks += ticks(met, "rows", _named, _numbers)
    submit = "Approve" if met else None
    return modal(ids.APPROVE_ROWS_VIEW, "Approve these rows", blocks, submit=submit, close="Cancel", metadata=metadata)


def _becomes(row: Item) -> str:
    """Return what Approve does with each row: a task that comes after all of them starts only with the last."""
    if row.next_steps and not goes_somewhere(row.task):
        return f"Approve gives them to {next_names(replace(row, next_waits=()))}"
    return effect(row, row.reviewer)


def _named(row: Item) -> str:
    return f"#{row.task.run} {row.task.brief.title}"


def _numbers(some: Sequence[Item]) -> str:
    first, last = some[0].task.run, some[-1].task.run
    return f"Rows #{first} to #{last}" if first != last else f"Row #{first}"


def revise(cards: Sequence[Card], metadata: str) -> Block:
    """Return the form that sends all rows that wait back with the same points."""
    left = waiting(cards)
    worker = left[0].item.task.brief.worker
    them = f"all {len(left)}" if len(left) > 1 else "the one that waits"
    blocks: list[Block] = [
        section(f"The same words go to {them}. What is decided already stays."),
        text_input("note", f"What should change in {them}?", multiline=True),
        context(f"{worker} starts the next versions after the time to undo."),
    ]
    return modal(ids.REVISE_ROWS_VIEW, "Revise all", blocks, submit="Revise all", close="Cancel", metadata=metadata)
