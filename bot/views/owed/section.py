"""The section of a collection with what its reader owes."""

from datetime import datetime

from bot.views.kit import Block, context, divider, section
from bot.views.moments import moment
from bot.views.owed.card import card, is_owed
from bot.views.owed.facts import title_of
from storage.rules.pages.cards import Collected
from storage.rules.pages.owed import Owed


def to_do(count: int) -> str:
    """Return how much a person owes, in words: “2 for you to do”."""
    return f"{count} for you to do"


def open_cards(collection: Collected) -> list[Owed]:
    """Return the tasks of a collection that its reader still owes, and that no later message has."""
    return [one for one in collection.owed if is_owed(one, collection.reviewer) and not one.moved]


def moved_cards(collection: Collected) -> list[Owed]:
    """Return the tasks of a collection that its reader still owes, and that a later message has."""
    return [one for one in collection.owed if is_owed(one, collection.reviewer) and one.moved]


def owed(collection: Collected, now: datetime) -> list[Block]:
    """Return the section of a collection with what its reader owes; nothing where it brings none."""
    if not collection.owed:
        return []
    left = len(open_cards(collection))
    later = len(moved_cards(collection))
    rest = f"{later} in a later message" if later else "nothing is left"
    title = f"*FOR YOU TO DO · {left}*" if left else f"*FOR YOU TO DO* · {rest}"
    blocks = [*([divider()] if collection.cards else []), section(title)]
    for one in collection.owed:
        if one.reminded and is_owed(one, collection.reviewer):
            blocks.append(context(_reminder(one, now, collection.zone)))
        blocks += card(one, collection.reviewer, now, collection.zone)
    if collection.owed_more:
        blocks.append(context(f"And {collection.owed_more} more: /sluice tasks mine shows all that you owe."))
    return blocks


def _reminder(one: Owed, now: datetime, zone: str) -> str:
    due = one.task.brief.due
    at_ = moment(due, now, zone) if due else ""
    when = f"was due {at_}." if due and due <= now else f"is due {at_}, before your next collection."
    return f"Reminder: {title_of(one)} · {one.task.name} {when}"
