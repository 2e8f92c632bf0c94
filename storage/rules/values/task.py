"""A task: who works and who decides, and how far it is. Times are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.values.brief import Brief
from storage.rules.values.place import Place


class State(StrEnum):
    """A state in the life of a task."""

    UNCLEAR = "unclear"
    BLOCKED = "blocked"
    WAITING = "waiting"
    WORKING = "working"
    ASKING = "asking"
    READY = "ready"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELED = "canceled"
    FAILED = "failed"
    DECLINED = "declined"


class Origin(StrEnum):
    """What made a task."""

    PERSON = "person"
    CHAIN = "chain"
    ROW = "row"  # of one brief over many
    REPETITION = "repetition"
    PLAYBOOK = "playbook"


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an agent on its own list of steps, and the step in hand; without steps, what it waits for."""

    done: int
    total: int
    now: str = ""

    @property
    def waits(self) -> bool:
        """Tell whether work waits for something outside."""
        return not self.total and bool(self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wondered:
    """A question that work does not wait for: `assumed` is what it goes on with, `choices` are one-click answers."""

    about: str
    text: str
    choices: tuple[str, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestion of a model for a brief: criteria that nobody asked for, and questions."""

    criteria: tuple[str, ...] = ()
    questions: tuple[Wondered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as the ledger has it."""

    id: int
    team: str
    number: int
    state: State
    version: int
    brief: Brief
    assigner: str
    reviewer: str
    stream_id: int | None
    source: Place
    bring_when_ready: bool
    created_at: datetime
    draft_version: int = 0
    key: str = ""
    progress: Progress | None = None
    suggested: Suggested | None = None
    origin: Origin = Origin.PERSON
    series_number: int = 0  # of the series that it is a run or a row of
    run: int = 0  # which of the series, from 1
    flows: bool = False  # goes on by itself while all its checks are met, as its reviewer said, until they approve it
    first: bool = False  # one of the first that a new person decides on
    told_at: datetime | None = None  # when its colleague was brought it as it is now
    held_by: str = ""  # who put its stream on hold; empty where its tasks start
    has_budget: bool = False  # whether its stream has one
    was_stopped: bool = False  # whether a person stopped the work on it, and it waits for what becomes of that
    shown_in: str = ""  # the channel whose collections bring it; empty where only its people see it

    @property
    def name(self) -> str:
        """The name of the task, such as “T-12”; “T-60.3” for the third of a series."""
        return name_of(*self.named)

    @property
    def named(self) -> tuple[int, int]:
        """The numbers of its name: its own and 0; of one of a series, that of the series and which it is."""
        return (self.series_number, self.run) if self.run else (self.number, 0)


def name_of(number: int, run: int) -> str:
    """Return the name of a task; of one of a series by the number of that, and which it is."""
    return f"T-{number}.{run}" if run else f"T-{number}"
