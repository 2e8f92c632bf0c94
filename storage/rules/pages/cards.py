"""What views draw of collections and their cards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.figures import Figures
from storage.rules.pages.often import Often
from storage.rules.pages.owed import Owed
from storage.rules.values.draft import Draft
from storage.rules.values.habit import Told
from storage.rules.values.item import Item


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
    """A series over rows, as a card tells it: how many there are, decided, ready, and how many did not work.

    Attributes:
        unmade: rows that wait for somebody to start them.
    """

    title: str
    total: int
    closed: int
    ready: int
    failed: int = 0
    unmade: int = 0


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
