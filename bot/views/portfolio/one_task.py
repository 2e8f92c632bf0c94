"""One task, with the button that shows all of it."""

from datetime import datetime

from bot.views import asks, ids
from bot.views.kit import Block, Message, actions, button, section
from bot.views.stream.task_line import task_line
from storage.rules.offers import Offer, can
from storage.rules.people import Person
from storage.rules.values.item import Item
from storage.rules.values.task import Task


def one(task: Task, person: Person, now: datetime, item: Item | None = None, lead: str = "") -> Message:
    """Return the answer to `/sluice T-12`: the task as a line, with the button that shows all of it.

    Args:
        lead: a sentence above it.
    """
    theirs = person.user in (task.assigner, task.reviewer)
    stop = [button("Stop", ids.STOP, task.key)] if can(Offer.STOP, task) else []
    give = [button("Give to…", ids.GIVE_TASK, task.key)] if theirs and can(Offer.GIVE, task) else []
    works = task.brief.worker.is_person and task.brief.worker.name == person.user and not theirs
    cancel = [button("Cancel", ids.CANCEL, task.key)] if can(Offer.CANCEL, task) and not works else []
    waits = item is not None and item.ask is not None and item.open and item.decision is None
    asked = asks.offer(item) if item is not None and waits and item.reviewer == person.user else []
    choices = button("Show it", ids.SHOW_TASK, task.key, "primary"), *stop, *give, *cancel
    above = [section(lead)] if lead else []
    later = item.later_at if item is not None and item.open and item.decision is None else None
    line = section(task_line(task, person, now, later=later))
    return Message(lead or task.name, (*above, line, *asked, actions(*choices, *_back(item, person, now))))


def _back(item: Item | None, person: Person, now: datetime) -> list[Block]:
    """Return the button that brings back what a person has put off."""
    theirs = item is not None and item.open and item.decision is None and item.reviewer == person.user
    if item is None or not theirs or item.later_at is None or item.later_at <= now:
        return []
    return [button("Bring it back", ids.BRING_BACK, ids.of(item))]
