"""What views draw of what waits: cards, collections, the whole of a task, sittings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.figures import Figures
from storage.rules.pages.history import Change
from storage.rules.pages.owed import Owed
from storage.rules.pages.pipelines import Pipeline
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.habit import Told
from storage.rules.values.item import Item
from storage.rules.values.task import Task

NAMED = 5  # tasks that are named


@dataclass(frozen=True, slots=True, kw_only=True)
class Often:
    """The tasks that a week's first collection names: those that were left often enough, and rest; and those that were
    put off often."""

    left: tuple[str, ...] = ()
    put_off: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.left or self.put_off)

    @property
    def line(self) -> str:
        """One line for people that names what rests or was put off often, and how it comes back."""
        rests = f"Left three times and at rest: {_listed(self.left)}. /collect now brings what rests."
        again = f"Put off three times or more: {_listed(self.put_off)}."
        return " ".join([*([rests] if self.left else []), *([again] if self.put_off else [])])


def _listed(names: Sequence[str]) -> str:
    others = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{others}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One item as a collection shows it. `previous` is the last version's draft, `moved` says that a later message
    has it now."""

    item: Item
    position: int
    why: str
    minutes: float
    previous: Draft | None
    moved: bool
    gone_to: str = ""  # who has it now, where that is somebody else
    later: bool = False  # it is put off


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A series over rows, as a card tells it: how many there are, decided, and ready."""

    title: str
    total: int
    closed: int
    ready: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A collection and all that its message shows."""

    id: int
    kind: str
    slot: str
    reviewer: str
    channel: str
    late: bool
    behind: int
    carried: int
    made_at: datetime
    tapped_at: datetime | None
    zone: str
    next_at: datetime | None
    next_known: bool
    cards: tuple[Card, ...]
    wanted: int = 0  # how many it would show if one message held them
    resting: Often = Often()  # where this is the week's first collection
    last_week: Figures | None = None  # of its reader, where it is the week's first collection
    owed: tuple[Owed, ...] = ()  # tasks that it brings to its reader, who works on them
    owed_more: int = 0  # that they owe beside these
    first: int | None = None  # the stream that comes first, as its reader said
    welcomes: bool = False  # whether it is the first message to its reader
    rules: Told = Told()  # of its reader, from their own record
    four_eyes: bool = False  # nobody approves what they assigned or did themselves
    rows: Mapping[int, Rows] = field(default_factory=dict)  # of the cards' tasks that go over rows, by series number


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A task with all that a reviewer may want to see of it.

    Attributes:
        minutes: that its item is likely to take who looks at it; 0 where nobody reckoned them.
    """

    task: Task
    item: Item | None
    draft: Draft | None
    previous: Draft | None
    history: tuple[Change, ...]
    zone: str
    minutes: float = 0.0
    next_at: datetime | None = None  # of the collections of who looks at it
    pipeline: Pipeline = field(default_factory=Pipeline)  # the tasks that hang together with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came of giving an item away: whether its new reviewer has it, or is asked first."""

    task: Task
    to: str
    asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A question to somebody whether they decide on an item: “taken”, “declined”, “gone”, or '' while it is open."""

    task: Task
    by: str
    note: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What came of a sitting.

    Attributes:
        decided: how many got which decision.
        minutes: that it took, and `expected` for what was decided.
        half: half of the decisions took fewer seconds; None of too few.
        skipped: names of the tasks that were left as they are.
        put_off: names of those that come later; `given` of those that somebody else decides now.
        starts: names of the tasks that begin when the time to undo is over; `goes_on` of those that are worked on.
        waiting: how many things wait for the person now.
        running: how many of their tasks are worked on.
        elsewhere: whether another sitting began since.
    """

    decided: Mapping[Verdict, int]
    minutes: float
    expected: float
    half: float | None
    skipped: tuple[str, ...]
    put_off: tuple[str, ...]
    given: tuple[str, ...]
    starts: tuple[str, ...]
    goes_on: tuple[str, ...]
    waiting: int
    running: int
    next_at: datetime | None
    zone: str
    elsewhere: bool
