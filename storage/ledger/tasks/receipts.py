"""What who assigned a task is told: what happened to it, and when it comes back."""

from dataclasses import replace
from datetime import datetime

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.schedules import channel_schedule
from storage.ledger.shelf import standing_in
from storage.ledger.shelf.expecting import asked, comes_at_once
from storage.ledger.shelf.quickest import quickest
from storage.ledger.work.asking_newcomers import has_declined
from storage.ledger.work.gate import admit
from storage.ledger.work.hearing import unanswered
from storage.ledger.work.owing import theirs
from storage.ledger.work.steps import before, tasks_behind
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.calendar import next_slot
from storage.rules.gate import Cause, Held
from storage.rules.mails import says
from storage.rules.pages.receipts import Receipt
from storage.rules.people import Person
from storage.rules.values.task import State, Task


def receipt_of(
    read: Read,
    task: Task,
    owner: Person,
    reviewer: Person,
    reason: Held | None = None,
    steps: tuple[Task, ...] = (),
    *,
    new: bool = False,
) -> Receipt:
    """Return the receipt of a task.

    Args:
        reason: why it waits at the gate.
        steps: itself and what comes after it.
        new: whether it was made just now.
    """
    met = reason is None or reason.cause is not Cause.NOT_KNOWN  # else nothing of anybody's is shown
    shortest = quickest(read, reviewer) if reason and met else None
    decider = _decider(read, task, reviewer)
    return Receipt(
        task=task,
        zone=owner.zone or read.terms.zone,
        back_at=_back_at(read, task, decider),
        as_soon_as_ready=task.bring_when_ready or comes_at_once(read, decider, task),
        stand_in=decider.user if decider.user != reviewer.user else "",
        held=reason,
        quickest=shortest[1] if shortest else None,
        missing=clarity.missing(task.brief) if task.state is State.UNCLEAR else "",
        asked=asked(read, owner, task) if met else 0,
        wonders=unanswered(read, task, new=new),
        lacks=read.terms.lacking.get(task.brief.worker.name, ""),
        same=task.brief.versions > 1 and task.brief.worker.name in read.terms.alike,
        empty_handed=task.brief.worker.name in read.terms.alike and not _has_words(task),
        waits_for=before(read, task.team, [task.id]) if task.state is State.BLOCKED else (),
        steps=steps,
        theirs=theirs(read, task),
        declined=_declined(read, task, steps),
        assumed_zone=owner.profile_at is None,
    )


def _declined(read: Read, task: Task, steps: tuple[Task, ...]) -> frozenset[str]:
    """Return who of those that were to decide on a task, or on a step after it, said that they don't."""
    invited = {one.brief.invited for one in (task, *steps)} - {""}
    return frozenset(user for user in invited if has_declined(read, task.team, task.assigner, user))


def _back_at(read: Read, task: Task, decider: Person) -> datetime | None:
    """Return when a task's result comes at the soonest: with who decides' own next collection, or with the next one of
    the channel that shows it."""
    own = people.next_time(read, decider)
    there = channel_schedule(read, task.team, task.shown_in) if task.shown_in else None
    slot = next_slot(there, read.wall) if there else None
    times = [at for at in (own, slot.at if slot else None) if at is not None]
    return min(times, default=None)


def _decider(read: Read, task: Task, reviewer: Person) -> Person:
    """Return who decides on a task now: its reviewer, or who stands in for them while they are away."""
    if not reviewer.is_away(read.now):
        return reviewer
    user, _ = standing_in.shelf_of(read, task, reviewer.user)
    return reviewer if user == reviewer.user else people.look_up(read, task.team, user)


def steps_of(read: Read, task: Task) -> tuple[Task, ...]:
    """Return a task and all that comes after it; nothing where nothing does."""
    later = tasks_behind(read, task)
    return (task, *later) if later else ()


def receipt(read: Read, claim: Claim, key: str) -> Receipt:
    """Return the receipt of a task as it is now, for who assigned it.

    Raises:
        Refused: there is no such task, or it is not theirs.
    """
    return renewed(read, access.task(read, claim, Action.RECEIPT, key=key))


def renewed(read: Read, task: Task) -> Receipt:
    """Return the receipt of a task as it is now, for somebody who may see the task."""
    team = task.team
    owner, reviewer = people.look_up(read, team, task.assigner), people.look_up(read, team, task.reviewer)
    waits, agent = task.state is State.WAITING, not task.brief.worker.is_person
    if waits:
        urgent = task.brief.urgent
        reason = admit(read, reviewer, owner, urgent, waits=task, agent=agent, stream=task.stream_id)
    else:
        reason = None
    return receipt_of(read, task, owner, reviewer, reason, steps=steps_of(read, task))


def _has_words(task: Task) -> bool:
    """Whether there is something that rules can arrange, if only a title that says what its mail says."""
    alone = replace(task.brief, criteria=())  # they say what a draft must have, not what it is made from
    return alone.has_material or bool(says(task.brief.goal))
