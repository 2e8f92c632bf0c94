"""What waits for a person: a draft, a question, a permission, or a problem."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Decision
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task


class Remedy(StrEnum):
    """The help, beside trying again, where something did not work."""

    BRIEF = ""  # another brief
    MATERIAL = "material"
    NOTHING = "nothing"  # that its reviewer could do
    REOPEN = "reopen"  # the task that it comes after was rejected: open that again, or start without it
    WORKER = "worker"  # somebody else, or patience: its colleague declined, is late, or is gone
    DELIVERY = "delivery"  # again, to who decided, or not at all: an approved draft did not get to its place
    WITHOUT = "without"  # the task that it comes after was canceled: start without it


@dataclass(frozen=True, slots=True)
class Flowed:
    """A step that went on without a decision, and how many of its checks were met."""

    name: str
    key: str
    met: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits for its reviewer. `key` is random: a button carries it, never an id that can be guessed.
    `candidates` are the drafts to choose from, where there are several; `on_card` says that a message of its reviewer's
    own shows it, where that was looked up."""

    id: int
    key: str
    kind: Kind
    task: Task
    reviewer: str
    draft_version: int
    created_at: datetime
    open: bool
    left: int = 0
    problem: str = ""
    draft: Draft | None = None
    decision: Decision | None = None
    ask: Ask | None = None
    candidates: tuple[Draft, ...] = ()
    remedy: Remedy = Remedy.BRIEF
    on_card: bool = False
    next_steps: tuple[str, ...] = ()  # names of the tasks that start when it is approved
    flowed: tuple[Flowed, ...] = ()  # the steps before it that went on by themselves, the first one first
    named: str = ""  # the colleague who could do it instead, the place that did not get it, the task that holds it
    named_as: str = ""  # the name of that colleague
    busy_until: datetime | None = None  # of the colleague who has it, where it is asked what becomes of that
    opened_at: datetime | None = None  # when its reviewer first looked at the whole
    later_at: datetime | None = None  # no collection brings it before
    put_off: int = 0  # how often it was put off
    stands_for: str = ""  # the reviewer in whose place it is decided, while they are away
    stands_until: datetime | None = None  # until when that is so, where it was looked up
    given_by: str = ""  # who gave it to its reviewer
    given_note: str = ""  # their words
    half_note: str = ""  # what its reviewer began to write of a revision
