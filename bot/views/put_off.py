"""What is put off: its ways in the menu, its card, its line in Open, and the form that asks until when."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, actions, button, cut, esc, modal, section, text_input
from bot.views.menu import Way
from bot.views.moments import moment
from bot.views.put_off_until import until
from storage.rules.values.item import Item

HINT = "For example: tomorrow, Friday 14:00, in 2 weeks. It comes with your first collection from then on."


def words(next_at: datetime | None, now: datetime, zone: str) -> dict[Way, str]:
    """Return the ways to put something off, in the words of a menu.

    Args:
        next_at: the next collection; None where there is none.
    """
    first = {Way.LATER: f"Later: {moment(next_at, now, zone)}"} if next_at else {}
    return {**first, Way.PICK: "Later: pick a time"}


def card(item: Item, heading: str, sentence: str, below: Sequence[Block]) -> list[Block]:
    """Return the card of an item that is put off.

    Args:
        below: the worker's words, so that the card keeps its height; without them it is one line.
    """
    back = button("Bring it back", ids.BRING_BACK, ids.of(item))
    if not below:
        return [section(f"*{heading}*\n{sentence}", back)]
    opens = button("Open", ids.OPEN, ids.of(item))
    return [section(f"*{heading}*\n{sentence}", opens), *below, actions(back)]


def line(item: Item, now: datetime, zone: str) -> list[Block]:
    """Return the line in Open of an item that is put off, with the way back; nothing for any other."""
    if item.later_at is None or item.later_at <= now:
        return []
    return [section(until(item, item.reviewer, now, zone), button("Bring it back", ids.BRING_BACK, ids.of(item)))]


def form(item: Item, metadata: str) -> Block:
    """Return the form that asks until when something is put off."""
    return modal(
        ids.LATER_VIEW,
        f"Later: {item.task.name}",
        [
            section(f"*{esc(cut(item.task.brief.title, 100))}*\nIt is not decided, and still waits for you."),
            text_input("until", "Until when?", hint=HINT, most=60),
        ],
        submit="Put it off",
        close="Cancel",
        metadata=metadata,
    )
