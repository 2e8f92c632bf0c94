"""What waits for a person: a draft, a question, a permission, or a problem."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from storage.rules.values.ask import Ask, Kind
from storage.rules.values.decision import Decision
from storage.rules.values.draft import Draft
from storage.rules.values.out import Out
from storage.rules.values.task import Task

LETTERS = "ABCDEFGHI"  # of versions side by side, in their order
STOPPED = "Stopped"  # how the cause begins of what a person stopped


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
class Submission:
    """A draft to decide on, or `candidates` to choose one from. `aside` is what did not work
    beside them, or that it was delivered before."""

    candidates: tuple[Draft, ...] = ()
    letters: str = LETTERS  # of the candidates in their order: each keeps its own when another one is gone
    aside: str = ""
    half_note: str = ""  # what its reviewer began to write of a revision


@dataclass(frozen=True, slots=True)
class StillRight:
    """The question whether an approved draft is still right."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of whoever works, with suggested answers."""

    ask: Ask


@dataclass(frozen=True, slots=True)
class Permission:
    """An agent's request for leave to use a tool."""

    ask: Ask


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What did not work or can't go on, and what helps. `text` may be the words of who works on it."""

    text: str
    remedy: Remedy = Remedy.BRIEF
    named: str = ""  # the colleague who could do it instead, the place that did not get it, the task that holds it
    named_as: str = ""  # the name of that colleague
    out: Out | None = None  # of the colleague who has it, where it is asked what becomes of that


About = Submission | StillRight | Question | Permission | Problem
"""What an item asks of its reviewer: all there is. Who tells them apart ends with `assert_never`, so that mypy names
each place that a new one needs."""


def kind_of(about: About) -> Kind:
    """Return the word under which the ledger keeps what an item is about."""
    match about:
        case Submission():
            return Kind.DRAFT
        case StillRight():
            return Kind.STILL_RIGHT
        case Question():
            return Kind.QUESTION
        case Permission():
            return Kind.PERMISSION
        case Problem():
            return Kind.PROBLEM
        case _:
            assert_never(about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits for its reviewer. `key` is random: a button carries it, never an id that can be guessed.
    `about` is what it asks of them; `draft` is the version that was the newest when it came. `on_card` says that a
    message of its reviewer's own shows it, where that was looked up."""

    id: int
    key: str
    about: About
    task: Task
    reviewer: str
    draft_version: int
    created_at: datetime
    open: bool
    left: int = 0
    rests: bool = False  # it was left so often that it takes no place, and comes only when it is asked for
    draft: Draft | None = None
    decision: Decision | None = None
    on_card: bool = False
    next_steps: tuple[str, ...] = ()  # names of the tasks that start when it is approved
    next_waits: tuple[tuple[str, tuple[str, ...]], ...] = ()  # those that wait for others, too: each with their names
    next_held: tuple[tuple[str, str], ...] = ()  # those that would be held then: each with the cause
    reopened_before: tuple[str, ...] = ()  # names of the tasks before it that were opened again since it began
    flowed: tuple[Flowed, ...] = ()  # the steps before it that went on by themselves, the first one first
    opened_at: datetime | None = None  # when its reviewer first looked at the whole
    later_at: datetime | None = None  # no collection brings it before
    put_off: int = 0  # how often it was put off
    stands_for: str = ""  # the reviewer in whose place it is decided, while they are away
    stands_until: datetime | None = None  # until when that is so, where it was looked up
    stands_zone: str = ""  # whose day that is: the time zone of who is away
    given_by: str = ""  # who gave it to its reviewer
    given_note: str = ""  # their words

    @property
    def kind(self) -> Kind:
        """The word for what it is about."""
        return kind_of(self.about)

    @property
    def ask(self) -> Ask | None:
        """The request of a question or a permission; None for anything else."""
        return self.about.ask if isinstance(self.about, Question | Permission) else None

    @property
    def candidates(self) -> tuple[Draft, ...]:
        """The drafts to choose one from; empty where there is one at most."""
        return self.about.candidates if isinstance(self.about, Submission) else ()

    @property
    def lettered(self) -> tuple[tuple[str, Draft], ...]:
        """The drafts to choose one from, each with its letter."""
        letters = self.about.letters if isinstance(self.about, Submission) else ""
        return tuple(zip(letters, self.candidates, strict=False))

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """All drafts that it shows: those to choose one from, or the only one."""
        return self.candidates or ((self.draft,) if self.draft is not None else ())

    @property
    def remedy(self) -> Remedy | None:
        """The help for a problem; None for anything else."""
        return self.about.remedy if isinstance(self.about, Problem) else None
