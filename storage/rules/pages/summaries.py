"""What views draw of a sitting: what stands around its present item, and what came of it at the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item


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


@dataclass(frozen=True, slots=True)
class Seen:
    """What the window of a sitting shows: the key of its present item, and the item before it.

    Attributes:
        skipped: whether the item before was left as it is.
        can_go_back: whether any that came before is still theirs.
    """

    key: str
    before: Item | None
    skipped: bool = False
    can_go_back: bool = False
