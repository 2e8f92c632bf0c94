"""The life of a task as data: which event leads from which state to which. What is not here is refused."""

from collections.abc import Mapping
from enum import StrEnum

from storage.rules.refusal import Reason, Refused
from storage.rules.values.task import State, Task


class Event(StrEnum):
    """An event in the life of a task."""

    START = "start"
    HAND_IN = "hand in"
    FAIL = "fail"
    APPROVE = "approve"
    REVISE = "revise"
    REJECT = "reject"
    REOPEN = "reopen"
    RETRY = "retry"
    CANCEL = "cancel"
    ASK = "ask"
    ANSWER = "answer"
    CLARIFY = "clarify"
    STOP = "stop"
    FREE = "free"  # what it comes after is approved
    HOLD = "hold"  # what it comes after was opened again
    SUBMIT = "submit"  # by a colleague
    DECLINE = "decline"
    REASSIGN = "reassign"
    FLOW = "flow"  # it goes on by itself, as its reviewer said beforehand
    BY_HABIT = "by habit"  # a rule of its reviewer's approves it


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.WAITING, Event.START): State.WORKING,
    (State.WORKING, Event.HAND_IN): State.READY,
    (State.WORKING, Event.FAIL): State.FAILED,
    (State.WORKING, Event.ASK): State.ASKING,
    (State.ASKING, Event.ANSWER): State.WORKING,
    (State.WORKING, Event.STOP): State.FAILED,
    (State.ASKING, Event.STOP): State.FAILED,
    (State.UNCLEAR, Event.CLARIFY): State.WAITING,
    (State.BLOCKED, Event.FREE): State.WAITING,
    (State.WAITING, Event.HOLD): State.BLOCKED,
    (State.WORKING, Event.HOLD): State.BLOCKED,
    (State.ASKING, Event.HOLD): State.BLOCKED,
    (State.FAILED, Event.HOLD): State.BLOCKED,
    (State.DECLINED, Event.HOLD): State.BLOCKED,
    (State.WORKING, Event.SUBMIT): State.READY,
    (State.ASKING, Event.SUBMIT): State.READY,
    (State.WORKING, Event.DECLINE): State.DECLINED,
    (State.ASKING, Event.DECLINE): State.DECLINED,
    (State.DECLINED, Event.RETRY): State.WORKING,
    (State.DECLINED, Event.REASSIGN): State.WAITING,
    (State.WORKING, Event.REASSIGN): State.WAITING,
    (State.ASKING, Event.REASSIGN): State.WAITING,
    (State.FAILED, Event.REASSIGN): State.WAITING,
    (State.READY, Event.FLOW): State.APPROVED,
    (State.READY, Event.BY_HABIT): State.APPROVED,
    (State.READY, Event.APPROVE): State.APPROVED,
    (State.READY, Event.REVISE): State.WORKING,
    (State.READY, Event.REJECT): State.REJECTED,
    (State.APPROVED, Event.REOPEN): State.READY,
    (State.REJECTED, Event.REOPEN): State.READY,
    (State.FAILED, Event.RETRY): State.WORKING,
    (State.FAILED, Event.REOPEN): State.READY,  # where a version before came back
    (State.WAITING, Event.CANCEL): State.CANCELED,
    (State.WORKING, Event.CANCEL): State.CANCELED,
    (State.READY, Event.CANCEL): State.CANCELED,
    (State.FAILED, Event.CANCEL): State.CANCELED,
    (State.ASKING, Event.CANCEL): State.CANCELED,
    (State.UNCLEAR, Event.CANCEL): State.CANCELED,
    (State.BLOCKED, Event.CANCEL): State.CANCELED,
    (State.DECLINED, Event.CANCEL): State.CANCELED,
}

GONE = frozenset({State.REJECTED, State.CANCELED})  # nothing that comes after such a task starts by itself
CLOSED = frozenset({State.APPROVED, State.REJECTED, State.CANCELED})
OPEN = frozenset(State) - CLOSED
RUNNING = frozenset({State.WORKING, State.ASKING})
NOT_BEGUN = frozenset({State.WAITING, State.UNCLEAR, State.BLOCKED})

WORDS: Mapping[State, str] = {
    State.UNCLEAR: "is unclear: it does not say what should come back",
    State.BLOCKED: "waits for another task",
    State.WAITING: "waits for room",
    State.WORKING: "is being worked on",
    State.ASKING: "waits for an answer",
    State.READY: "is ready and waits for a decision",
    State.APPROVED: "is approved",
    State.REJECTED: "is rejected",
    State.CANCELED: "is canceled",
    State.FAILED: "did not work and waits for Retry or cancel",
    State.DECLINED: "was declined and waits for somebody else to do it",
}


STOPPED = "was stopped and waits for Retry or cancel"


def words_of(task: Task) -> str:
    """Return how a task stands, to follow its name; what a person stopped did not fail."""
    return STOPPED if task.was_stopped else WORDS[task.state]


def after(state: State, event: Event) -> State:
    """Return the state that `event` leads to.

    Raises:
        Refused: when the state does not allow the event.
    """
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise Refused(f"It {WORDS[state]}: that is not possible now.", Reason.STATE) from None
