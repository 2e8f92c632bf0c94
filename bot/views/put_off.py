"""What is put off: its card, its line in Open, and the form that asks until when."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views import ids
from bot.views.kit import Block, actions, button, cut, esc, modal, section, text_input
from bot.views.menu import Way
from bot.views.moments import moment
from storage.rules.putting_off import OFTEN
from storage.rules.values.item import Item
from storage.rules.words import many

HINT = "For example: tomorrow, Friday 14:00, in 2 weeks. It comes with your first collection from then on."


def words(next_at: datetime | None, now: datetime, zone: str) -> dict[Way, str]:
    """Return the ways to put something off, in the words of a menu.

    Args:
        next_at: the next collection; None where there is none.
    """
    first = {Way.LATER: f"Later: {moment(next_at, now, zone)}"} if next_at else {}
    return {**first, Way.PICK: "Later: pick a time"}


def until(item: Item, viewer: str, now: datetime, zone: str) -> str:
    """Return a sentence that tells who put an item off, and until when."""
    who = "You" if item.reviewer == viewer else f"<@{item.reviewer}>"
    often = f", {item.put_off} times by now" if item.put_off >= OFTEN else ""
    assert item.later_at is not None
    return f"{who} put it off until {when(item.later_at, now, zone)}{often}."


def when(later_at: datetime, now: datetime, zone: str) -> str:
    """Return a time until which something is put off, or somebody is away; of a whole day only its date."""
    local = later_at.astimezone(ZoneInfo(zone))
    said = moment(later_at, now, zone)
    return said.removesuffix(" 0:00") if (local.hour, local.minute) == (0, 0) else said


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


def said(item: Item, now: datetime, zone: str) -> str:
    """Return what a person is told who put something off in words."""
    assert item.later_at is not None
    return (
        f"{item.task.name} is put off until {when(item.later_at, now, zone)}. "
        f"/sluice {item.task.name} shows it before, with Bring it back."
    )


def listed(later_at: datetime | None, now: datetime, zone: str) -> str:
    """Return what a list says of an item that is put off: “later, 16:30”; empty for any other."""
    return f"later, {when(later_at, now, zone)}" if later_at is not None and later_at > now else ""


def all_of_it(count: int, first: datetime, now: datetime, zone: str) -> str:
    """Return the answer to a person who collects when all that waits for them is put off.

    Args:
        first: until when the first of it is.
    """
    until = f"until {when(first, now, zone)}" if count == 1 else f"the first until {when(first, now, zone)}"
    return (
        f"You put {many(count, 'thing')} off, {until}. Nothing else is ready. /sluice shows "
        f"{'it' if count == 1 else 'them'}; Open has Bring it back."
    )
