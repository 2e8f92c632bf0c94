"""What views draw of streams and playbooks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.rules.gate import Held
from storage.rules.pages.pipelines import Pipeline
from storage.rules.people import Person
from storage.rules.playbook import parameters
from storage.rules.recap import Recap
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.stream import Stream
from storage.rules.values.task import Task

GOAL = 300  # characters
QUIET = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A stream in a person's list: how much of it waits for them, and is put off, runs and is open."""

    stream: Stream
    waiting: int
    later: int = 0
    running: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision that closed a task, with the task's key, and the reason in the words of who decided; `by_rule` where a
    rule of its reviewer's did."""

    at: datetime
    verdict: Verdict
    version: int
    task: str
    key: str
    title: str
    reason: str
    by_rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of a stream's decisions, of those that a person may see.

    Attributes:
        decided: by people, as are all that follow; `by_rule` those that nobody tapped.
        wait: half of them took no longer, in seconds; None for few.
    """

    decided: int = 0
    approved: int = 0
    at_once: int = 0
    wait: float | None = None
    by_rule: int = 0

    @property
    def all(self) -> int:
        """How many decisions there are."""
        return self.decided + self.by_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """What comes again in a stream, and when next; None while it is paused."""

    name: str
    title: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person's decision, and until when they put it off, if they did."""

    kind: Kind
    later_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamPage:
    """A stream as one person sees it.

    Attributes:
        tasks: open ones: theirs, and those that a channel shows in which they are.
        theirs: the ids of those that they assigned, decide or work on.
        waits: what waits for their decision, by the task's id.
        before: the names of the tasks that a task waits for, by its id.
        chains: the pipelines in which their tasks stand, each with the first of those.
        again: what they assigned to come again.
        quiet: the ids of those that nothing happened to for days.
        rests: why no task of it starts.
        spent: in millionths of a dollar; `unpriced` where the price of some calls is not known.
    """

    stream: Stream
    person: Person
    tasks: tuple[Task, ...]
    theirs: frozenset[int]
    waits: Mapping[int, tuple[Waiting, ...]]
    before: Mapping[int, tuple[str, ...]]
    quiet: frozenset[int]
    members: tuple[str, ...]
    recap: Recap
    decided: tuple[Decided, ...]
    tally: Tally
    more: int = 0
    rests: Held | None = None
    spent: int = 0
    unpriced: bool = False
    chains: tuple[tuple[Task, Pipeline], ...] = ()
    again: tuple[Again, ...] = ()
    channels: frozenset[str] = field(default_factory=frozenset)
    first: bool = False  # whether it comes first today, as they said


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """A playbook in its newest version.

    Attributes:
        shared: whether everyone here may run it.
        example_id: of the task that it was saved from, where approved drafts are examples for later runs.
    """

    id: int
    team: str
    name: str
    version: int
    owner: str
    text: str
    shared: bool = False
    example_id: int | None = None
    made_at: datetime | None = None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parts that change."""
        return parameters(self.text)
