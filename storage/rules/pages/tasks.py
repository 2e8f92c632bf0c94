"""What views draw of tasks: lists, receipts, what lies ahead, what colleagues owe."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.gate import Held, hold_on
from storage.rules.lifecycle import CLOSED
from storage.rules.people import Person
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.values.series import Series
from storage.rules.values.task import Task, Wondered

FOUND = 100  # tasks of an answer
TO_TRY = 3  # rows of a first try


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A task as the message shows it that brings it to its worker.

    Attributes:
        version: the one that they make, or made last.
        points: what should change in the version before, in the order of their numbers.
        asked: what they asked last, and `answer` what they were answered; empty where there is none.
        sees_at: when who decides sees what is handed in; None where no time is set.
        checking: whether it is handed in, and the checks look at it.
        reminded: whether this message reminds of it.
        moved: whether a later message has it.
    """

    task: Task
    version: int
    points: tuple[str, ...] = ()
    asked: str = ""
    answer: str = ""
    sees_at: datetime | None = None
    checking: bool = False
    reminded: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The tasks that hang together with one, in the order of their making: those around it, and how many are further.

    Attributes:
        earlier: how many stand before those that are shown.
        later: how many stand behind them.
    """

    around: tuple[Task, ...] = ()
    earlier: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What who assigned a task is told of the colleague who works on it.

    Attributes:
        sees_at: when they are brought it; None where they were, or where it comes at once.
        told: whether they were brought it.
        has_times: whether they have collection times.
        busy_until: until when they said that they are busy.
    """

    sees_at: datetime | None
    told: bool
    zone: str
    busy_until: datetime | None = None
    has_times: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The news for the assigner: the task, what happened to it, and when it comes back."""

    task: Task
    zone: str
    back_at: datetime | None
    as_soon_as_ready: bool
    held: Held | None = None
    quickest: float | None = None  # minutes that the quickest item takes that can be decided
    missing: str = ""  # what an unclear brief does not say
    asked: int = 0  # questions of agents that came since the receipt before
    wonders: tuple[Wondered, ...] = ()  # what the brief leaves open, and nobody answered
    lacks: str = ""  # why its agent cannot work here
    same: bool = False  # whether several versions are asked for where all would be the same
    empty_handed: bool = False  # whether its agent has no model, and nothing that it could arrange
    waits_for: tuple[Task, ...] = ()  # the tasks that it starts after
    steps: tuple[Task, ...] = ()  # itself and all that comes after it, where anything does
    theirs: Theirs | None = None  # of the colleague who works on it
    assumed_zone: bool = False  # whether Slack has not told the assigner's time zone yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A person's open tasks, what waits for them, and when it next comes."""

    person: Person
    tasks: tuple[Task, ...]
    waiting: tuple[Item, ...]
    closed: tuple[Task, ...]
    next_at: datetime | None
    more: int = 0
    decided: frozenset[int] = frozenset()  # ids of tasks that are decided and can still be undone
    stopped_by: str = ""  # the administrator who stopped all agents
    unreached: str = ""  # why Slack did not take the last collection in direct messages
    unsure: str | None = None  # the channel of what may or may not be there, where the word of that may be lost, too
    owed: tuple[Owed, ...] = ()  # what the person works on for somebody
    mine: Mapping[int, int] = field(default_factory=dict)  # how many things wait for the person, by the task's id
    later: Mapping[int, datetime] = field(default_factory=dict)  # until when all that waits of a task is put off

    @property
    def waits(self) -> int:
        """The number of things that wait for the person; `waiting` has the first of them."""
        return sum(self.mine.values())

    @property
    def waits_now(self) -> int:
        """The number of things that wait for the person and are not put off."""
        return sum(count for task_id, count in self.mine.items() if task_id not in self.later)

    def of_stream(self, stream: int | None) -> tuple[Task, ...]:
        """Return the tasks of a stream; for None those that are in no stream."""
        return tuple(t for t in self.tasks if t.stream_id == stream)


@dataclass(frozen=True, slots=True)
class Run:
    """The next run of what comes again."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What lies ahead of a person.

    Attributes:
        fresh: how much waits for them that no message has brought.
        left: how much waits that was brought, the last of it at `left_at`, and the minutes that it is likely to take.
        before: the names of the open tasks that a task waits for, by its id.
        held: why no task of a stream starts, by the stream's id.
        runs: what comes again, the soonest first.
    """

    fresh: int = 0
    left: int = 0
    left_at: datetime | None = None
    minutes: float = 0.0
    before: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    held: Mapping[int, Held] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()

    def holds(self, of: Task) -> Held | None:
        """Return why a task's stream does not let it start; None where it does."""
        return hold_on(self.held, of.stream_id, not of.brief.worker.is_person)


@dataclass(frozen=True, slots=True)
class Coming:
    """A run to come: when it begins, and the collection after it; None where its reviewer has no times."""

    at: datetime
    brought: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A series as its receipt tells it.

    Attributes:
        rhythm: how often it comes again, in words; empty for rows.
        zone: its assigner's.
        coming: the next runs of an active repetition.
        last: the newest task of it.
        rows: how many rows it goes over, `first` the titles of the first, `file` where they come from.
        states: how many of its tasks are in each state.
        held_by: who put the stream of its rows on hold; empty where they start.
        room: the limit of who decides, `waiting` how much waits for them or is under way.
    """

    series: Series
    zone: str
    rhythm: str = ""
    coming: tuple[Coming, ...] = ()
    last: Task | None = None
    rows: int = 0
    first: tuple[str, ...] = ()
    file: str = ""
    states: Mapping[str, int] = field(default_factory=dict)
    held_by: str = ""
    room: int = 0
    waiting: int = 0

    @property
    def waits(self) -> bool:
        """Tell whether its last run is undecided, so that the next one is left out."""
        return self.last is not None and self.last.state not in CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a colleague handed in, as they read of it.

    Attributes:
        submitted: whether it is on its reviewer's shelf, or was decided.
        checking: whether the checks look at it.
        sees_at: when its reviewer sees it; None where they have it already, or no time is set.
    """

    task: Task
    draft: Draft
    submitted: bool
    checking: bool
    sees_at: datetime | None
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A person's question to the agent that made a draft. `answer` is empty until there is one."""

    task: Task
    draft: Draft
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A row of history."""

    at: datetime
    who: str
    what: str
    subject: str
    was: str
    became: str
    why: str
