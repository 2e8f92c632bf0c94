"""What views draw of a task that was assigned."""

from dataclasses import dataclass
from datetime import datetime

from storage.rules.gate import Held
from storage.rules.pages.owed import Theirs
from storage.rules.values.task import Task, Wondered


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
    stand_in: str = ""  # who decides in the place of its reviewer, who is away
    declined: frozenset[str] = frozenset()  # who of those that were asked to decide said that they don't
    assumed_zone: bool = False  # whether Slack has not told the assigner's time zone yet
