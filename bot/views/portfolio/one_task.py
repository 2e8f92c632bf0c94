"""One task, with the button that shows all of it."""

from datetime import datetime

from bot.views import asks, ids
from bot.views.card import consequence, sentence
from bot.views.chain.comes_after import stuck
from bot.views.kit import Block, Message, actions, button, section
from bot.views.stream.task_line import task_line
from bot.views.trouble.problem import STUCK
from storage.rules.lifecycle import NOT_BEGUN, RUNNING
from storage.rules.offers import Offer, can, can_undo
from storage.rules.people import Person
from storage.rules.values.item import Item, Problem, Remedy
from storage.rules.values.task import Task
from storage.rules.who_decided import who_decided

COMING = NOT_BEGUN | RUNNING  # states of which a result is still to come


def one(task: Task, person: Person, now: datetime, item: Item | None = None, lead: str = "") -> Message:
    """Return the answer to `/sluice T-12`: the task as a line, with the button that shows all of it.

    Args:
        lead: a sentence above it.
    """
    theirs = person.user in (task.assigner, task.reviewer)
    waits = item if item is not None and item.open and item.decision is None else None
    later, stand_in = (waits.later_at, waits.reviewer if waits.stands_for else "") if waits else (None, "")
    lost = waits is not None and waits.remedy is Remedy.DELIVERY
    undoable = item is not None and item.decision is not None and can_undo(item.decision, now)
    line = section(task_line(task, person, now, is_decided=undoable, waits=lost, later=later, stand_in=stand_in))
    asked = asks.offer(waits) if waits is not None and waits.ask is not None and waits.reviewer == person.user else []
    choices = actions(
        button("Show it", ids.SHOW_TASK, task.key, "primary"),
        *_of_task(task, person, theirs),
        *(_of_item(waits, person, now) if waits is not None and theirs else []),
    )
    above = [section(lead)] if lead else []
    decided = _decided(item, person, now) if item is not None else []
    return Message(lead or task.name, (*above, line, *asked, *decided, choices))


def _decided(item: Item, person: Person, now: datetime) -> list[Block]:
    """Return a decision of theirs that can be undone, with the button for that."""
    decision = item.decision
    if decision is None or decision.who != person.user or not can_undo(decision, now):
        return []
    who = who_decided(decision, item.reviewer, person.user)
    text = f"{who} {sentence(decision, item)}. {consequence(item, decision, person.user)}".strip()
    return [section(text), actions(button("Undo", ids.UNDO, ids.of(item)))]


def _of_task(task: Task, person: Person, theirs: bool) -> list[Block]:
    """Return what can be done with a task; who only works on it gives it back on its own message."""
    own = task.assigner == person.user
    edit = [button("Edit", ids.EDIT, task.key)] if own and can(Offer.EDIT, task) else []
    soon = own and task.state in COMING and not (task.bring_when_ready or task.brief.worker.is_person)
    bring = [button("Bring it when ready", ids.BRING, task.key)] if soon else []
    stop = [button("Stop", ids.STOP, task.key)] if can(Offer.STOP, task) else []
    give = [button("Give to…", ids.GIVE_TASK, task.key)] if theirs and can(Offer.GIVE, task) else []
    works = task.brief.worker.is_person and task.brief.worker.name == person.user and not theirs
    cancel = [button("Cancel", ids.CANCEL, task.key)] if can(Offer.CANCEL, task) and not works else []
    return [*edit, *bring, *stop, *give, *cancel]


def _of_item(item: Item, person: Person, now: datetime) -> list[Block]:
    """Return what can be done with what waits: try again what does not work, and bring back what was put off."""
    cause = item.about if isinstance(item.about, Problem) else None
    retries = cause is not None and cause.remedy not in (*STUCK, Remedy.WORKER, Remedy.DELIVERY)
    back = item.reviewer == person.user and item.later_at is not None and item.later_at > now
    is_stuck = cause is not None and cause.remedy in STUCK and item.reviewer == person.user
    return [
        *(stuck(item, cause)["elements"] if cause is not None and is_stuck else []),
        *([button("Retry", ids.RETRY, ids.of(item))] if retries else []),
        *([button("Bring it back", ids.BRING_BACK, ids.of(item))] if back else []),
    ]
