"""What views draw of a series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.lifecycle import CLOSED
from storage.rules.values.series import Series
from storage.rules.values.task import Task

TO_TRY = 3  # rows of a first try


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
        own: whether it is shown to who assigned it.
        room: the limit of who decides, `waiting` how much waits for them or is under way.
        share: how many more of its assigner's tasks who decides takes at a time; None where these are their own.
        invited: who is asked first whether they decide, so that its assigner does; `asked` whether their question is
            open, `declined` whether they said no.
        stand_in: who decides in the place of its reviewer, who is away.
        then_decides: who decides on what comes after all rows; '' for its assigner.
    """

    series: Series
    zone: str
    own: bool = True
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
    share: int | None = None
    invited: str = ""
    asked: bool = False
    declined: bool = False
    stand_in: str = ""
    then_decides: str = ""

    @property
    def own_room(self) -> bool:
        """Tell whether its assigner decides on what it makes, perhaps only until somebody else says yes."""
        return bool(self.invited) or self.series.reviewer == self.series.assigner

    @property
    def waits(self) -> bool:
        """Tell whether its last run is undecided, so that the next one is left out."""
        return self.last is not None and self.last.state not in CLOSED
