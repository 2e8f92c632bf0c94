"""Until when something is put off, in words."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.moments import at, moment
from storage.rules.putting_off import OFTEN
from storage.rules.values.item import Item
from storage.rules.words import many


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


def said(item: Item, now: datetime, zone: str, comes: datetime | None) -> str:
    """Return what a person is told who put something off in words.

    Args:
        comes: the collection that brings it, where that is after the time that they said.
    """
    assert item.later_at is not None
    brings = f"It comes with the collection {at(comes, now, zone)}. " if comes else ""
    return (
        f"{item.task.name} is put off until {when(item.later_at, now, zone)}. {brings}"
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
