"""A sitting: a person works through what waits for them, item by item, in one window."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Planned:
    """An item of a sitting, with the minutes that were expected for it."""

    item: int
    minutes: float
    skipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The course of a sitting.

    Attributes:
        plan: what is left; the first is the one that is shown.
        past: what came before, the last one last.
        shown_at: when the present item was shown.
        view: the window, where Slack has named it.
    """

    id: int
    plan: tuple[Planned, ...]
    past: tuple[Planned, ...] = ()
    most: int
    expected: float
    began_at: datetime
    shown_at: datetime | None = None
    ended_at: datetime | None = None
    view: str = ""

    @property
    def present(self) -> Planned | None:
        """The item that is shown; None when nothing is left."""
        return self.plan[0] if self.plan else None

    @property
    def position(self) -> int:
        """Which one is shown, counted from one."""
        return len(self.past) + 1

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.past) + len(self.plan)

    @property
    def left(self) -> float:
        """The expected minutes of what is left."""
        return sum(planned.minutes for planned in self.plan)
