"""A series: one brief for many tasks, again and again or over each of its rows."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.values.brief import Brief
from storage.rules.values.place import Place


class SeriesKind(StrEnum):
    """What makes the tasks of a series."""

    REPETITION = "repetition"
    ROWS = "rows"


class SeriesState(StrEnum):
    """How far a series is."""

    OFFERED = "offered"  # of rows: nothing has started, or only a few to try
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A series as the ledger has it.

    Attributes:
        reviewer: who decides on its tasks.
        runs: how many tasks it has made.
        left_out: when runs were due that were left out since the last one was made.
        assumed: whether nobody said at which time it comes.
        then: of rows, the brief of what comes after all of them.
    """

    id: int
    team: str
    number: int
    key: str
    kind: SeriesKind
    state: SeriesState
    assigner: str
    reviewer: str
    brief: Brief
    place: Place
    runs: int
    left_out: tuple[datetime, ...]
    next_at: datetime | None
    made_at: datetime
    assumed: bool = False
    then: Brief | None = None

    @property
    def name(self) -> str:
        """The name of the series, such as “T-60”; its tasks are T-60.1, T-60.2, …"""
        return f"T-{self.number}"

    @property
    def is_open(self) -> bool:
        """Tell whether it may still make tasks."""
        return self.state is not SeriesState.STOPPED
