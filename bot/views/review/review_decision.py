"""What decides an item in Open: its buttons and what they do, or what was decided."""

from datetime import datetime
from typing import assert_never

from bot.views import asks, give, ids, one_tap, put_off
from bot.views.below_heading import effect
from bot.views.card import buttons, consequence, sentence
from bot.views.kit import Block, actions, button, context, section
from bot.views.menu import Way, menu
from bot.views.trouble import undelivered
from bot.views.trouble.problem import button_row
from storage.rules.lifecycle import CLOSED
from storage.rules.offers import Offer, can, can_undo
from storage.rules.pages.whole import Whole
from storage.rules.values.decision import Decision
from storage.rules.values.item import Item, Permission, Problem, Question, StillRight, Submission
from storage.rules.who_decided import who_decided


def decision(item: Item, viewer: str, now: datetime, task_page: Whole) -> list[Block]:
    """Return the ways to decide, for who may; else who decides, or who decided what."""
    if item.decision is not None:
        user = who_decided(item.decision, item.reviewer, viewer)
        text = sentence(item.decision, item, named=True)
        line = section(f"{user} {text}. {consequence(item, item.decision, viewer)}")
        return [line, *_way_back(item, item.decision, viewer, now)]
    if not item.open or (item.task.state in CLOSED and not undelivered.is_undelivered(item)):
        return []
    if viewer not in (item.reviewer, item.stands_for):
        return [context(f"<@{item.reviewer}> decides.")]
    row = _row(item)
    later = put_off.words(task_page.next_at, now, task_page.zone)
    row["elements"] += menu(item, ways(item, later, edits=not task_page.four_eyes))
    drafted = isinstance(item.about, Submission)
    does = [*one_tap.points(item), context(f"{effect(item, viewer, on_card=item.on_card)}.")] if drafted else []
    return [*put_off.line(item, now, task_page.zone), row, *does]


def _way_back(item: Item, decided: Decision, viewer: str, now: datetime) -> list[Block]:
    """Return Undo for who decided, while there is time; then Reopen for who assigned the task and who decides on it."""
    if can_undo(decided, now):
        return [actions(button("Undo", ids.UNDO, ids.of(item)))] if decided.who == viewer else []
    may = viewer in (item.task.assigner, item.task.reviewer) and can(Offer.REOPEN, item.task)
    return [actions(button("Reopen", ids.REOPEN, item.task.key))] if may else []


def _row(item: Item) -> Block:
    """Return the buttons that decide an item."""
    match item.about:
        case Problem() as cause:
            return button_row(item, cause)
        case Question() | Permission():
            return asks.answers(item)
        case Submission() | StillRight():
            return buttons(item)
        case _:
            assert_never(item.about)


def ways(item: Item, later: dict[Way, str], edits: bool = True) -> dict[Way, str]:
    """Return what else the reviewer of an item can do with it.

    Args:
        later: the ways to put it off.
        edits: whether who approves may edit.
    """
    edit = {Way.EDIT: "Edit it, then approve"} if edits and isinstance(item.about, Submission) else {}
    return {**edit, **later, **give.words(item)}
