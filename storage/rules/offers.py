"""What can be done now with a task, an item, a decision: verbs refuse by this, and views draw their buttons from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.gone import says_gone
from storage.rules.lifecycle import CLOSED, OPEN, RUNNING, TRANSITIONS, Event, words_of
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Problem, Remedy
from storage.rules.values.task import State, Task
from storage.rules.verdicts import taken_by

TOO_LATE = "Too late to undo: it has taken effect. Reopen the task instead; what was delivered stays."


class Offer(StrEnum):
    """A thing that can be done with a task while its state allows it. Who may do it is `authority`'s to say."""

    EDIT = "edit"
    SET_DUE = "set due"
    SUGGEST = "suggest"  # criteria that nobody asked for
    BRING = "bring"
    START = "start"  # before there is room
    CANCEL = "cancel"
    STOP = "stop"
    STEER = "steer"
    GIVE = "give"  # to another worker or reviewer
    WORK = "work"  # hand in, decline, pass on: by its colleague
    ASK = "ask"  # by its colleague
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The row of one offer. The sentences know `name`, `state`, `words` (of the state) and `worker`.

    Attributes:
        states: in which it can be done.
        closed: why it can't be done with a closed task.
        other: why it can't be done in any other state.
        of_person: why it can't be done with the task of a colleague; empty where that is no matter.
    """

    states: frozenset[State]
    closed: str
    other: str
    of_person: str = ""


def _from(event: Event) -> frozenset[State]:
    return frozenset(state for state, leads in TRANSITIONS if leads is event)


_IMPOSSIBLE = "It {words}: that is not possible now."
_CLOSED = "{name} is closed already."
_NOTHING_TO_DO = "{name} {words}: nothing is left to be done."
_NOTHING_TO_ADD = "There is nothing to add to {name} any more."
_NOTHING_TO_STOP = "{name} {words}: there is nothing to stop."
_NOTHING_TO_HAND_IN = "{name} {words}: there is nothing to hand in."

OFFERS: Mapping[Offer, Terms] = {
    Offer.EDIT: Terms(
        states=OPEN - {State.READY, State.DECLINED},
        closed="{name} is {state}: it can't be edited any more.",
        other="{name} has moved on meanwhile: revise the draft instead.",
    ),
    Offer.SET_DUE: Terms(states=OPEN, closed=_CLOSED, other=""),
    Offer.SUGGEST: Terms(states=RUNNING | {State.WAITING}, closed=_NOTHING_TO_ADD, other=_NOTHING_TO_ADD),
    Offer.BRING: Terms(states=OPEN, closed=_CLOSED, other=""),
    Offer.START: Terms(
        states=frozenset({State.WAITING}), closed=_CLOSED, other="{name} {words}: it waits for no room."
    ),
    Offer.CANCEL: Terms(states=_from(Event.CANCEL), closed=_IMPOSSIBLE, other=_IMPOSSIBLE),
    Offer.STOP: Terms(
        states=_from(Event.STOP),
        closed=_NOTHING_TO_STOP,
        other=_NOTHING_TO_STOP,
        of_person="{name} is with {worker}: cancel it, or give it to somebody else.",
    ),
    Offer.STEER: Terms(
        states=RUNNING | {State.WAITING, State.BLOCKED},
        closed="{name} {words}.",
        other="{name} {words}.",
        of_person="{name} is with {worker}: write to them, or change what is asked with Edit.",
    ),
    Offer.GIVE: Terms(states=OPEN, closed=_NOTHING_TO_DO, other=""),
    Offer.WORK: Terms(states=RUNNING, closed=_NOTHING_TO_HAND_IN, other=_NOTHING_TO_HAND_IN),
    Offer.ASK: Terms(
        states=_from(Event.ASK),
        closed=_NOTHING_TO_HAND_IN,
        other="You asked about {name} already, and wait for the answer.",
    ),
    Offer.REOPEN: Terms(states=_from(Event.REOPEN), closed=_IMPOSSIBLE, other=_IMPOSSIBLE),
}

NO_VERSION = "No version of {name} came back yet: Retry it, or cancel it."

REMEDIES: Mapping[Remedy, frozenset[Verdict]] = {
    Remedy.BRIEF: frozenset({Verdict.RETRY, Verdict.CANCEL}),
    Remedy.MATERIAL: frozenset({Verdict.RETRY, Verdict.CANCEL}),
    Remedy.NOTHING: frozenset({Verdict.RETRY, Verdict.CANCEL}),
    Remedy.REOPEN: frozenset({Verdict.WITHOUT, Verdict.CANCEL}),
    Remedy.WITHOUT: frozenset({Verdict.WITHOUT, Verdict.CANCEL}),
    Remedy.WORKER: frozenset({Verdict.GIVE, Verdict.WAIT, Verdict.CANCEL}),
    Remedy.DELIVERY: frozenset({Verdict.RETRY, Verdict.HERE, Verdict.LEAVE}),
}
"""What can be decided about a problem, by what helps: what was not delivered is never started again."""


def can(offer: Offer, task: Task) -> bool:
    """Tell whether something can be done with a task now."""
    terms = OFFERS[offer]
    return (
        task.state in terms.states
        and not _has_no_version(offer, task)
        and not (terms.of_person and task.brief.worker.is_person)
    )


def _has_no_version(offer: Offer, task: Task) -> bool:
    """Tell whether a task that did not work is to go back to a version, and has none."""
    return offer is Offer.REOPEN and task.state is State.FAILED and not task.draft_version


def check(offer: Offer, task: Task) -> None:
    """Check that something can be done with a task now.

    Raises:
        Refused: with the words of its row.
    """
    if can(offer, task):
        return
    terms = OFFERS[offer]
    of_person = terms.of_person if task.brief.worker.is_person else ""
    sentence = of_person or (terms.closed if task.state in CLOSED else terms.other)
    sentence = NO_VERSION if _has_no_version(offer, task) else sentence
    worker = str(task.brief.worker)
    why = sentence.format(name=task.name, state=task.state, words=words_of(task), worker=worker)
    raise Refused(why, Reason.STATE)


def verdicts(item: Item) -> frozenset[Verdict]:
    """Return what can be decided about an item, while it waits."""
    if item.remedy is None:
        return taken_by(item.kind)
    gone = isinstance(item.about, Problem) and item.remedy is Remedy.WORKER and says_gone(item.about.text)
    return REMEDIES[item.remedy] - ({Verdict.WAIT} if gone else frozenset[Verdict]())


def is_reopened(item: Item) -> bool:
    """Tell whether the approval or the rejection of an item does not hold any more."""
    decision = item.decision
    closes = decision is not None and decision.verdict in (Verdict.APPROVE, Verdict.REJECT)
    took_effect = closes and decision is not None and decision.effected_at is not None
    return took_effect and (item.task.state is State.FAILED or not can(Offer.REOPEN, item.task))


def can_undo(decision: Decision, now: datetime) -> bool:
    """Tell whether a decision can be taken back: it has no effect yet, and there is still time."""
    return decision.effected_at is None and decision.undone_at is None and now < decision.effect_due


def check_undo(decision: Decision, user: str, now: datetime) -> None:
    """Check that a decision can be undone: only by the person who decided, only until the effect.

    Raises:
        Refused: with the way that is left (Reopen).
        Stale: it was true when the button was drawn.
    """
    if decision.who != user:
        raise Refused("Only the person who decided can undo it.", Reason.NOT_THE_OWNER)
    if decision.undone_at is not None:
        raise Stale("It was undone already.", Reason.CHANGED)
    if not can_undo(decision, now):
        raise Stale(TOO_LATE, Reason.LATE)
