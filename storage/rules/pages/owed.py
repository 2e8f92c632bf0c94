"""What views draw of the work of colleagues."""

from dataclasses import dataclass
from datetime import datetime

from storage.rules.values.draft import Draft
from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A task as the message shows it that brings it to its worker.

    Attributes:
        version: the one that they make, or made last.
        points: what should change in the version before, in the order of their numbers.
        asked: what they asked last, and `answer` what they were answered; empty where there is none.
        seer: who decides on what is handed in, or stands in for them.
        sees_at: when they see it; None where no time is set, or they have it already.
        checking: whether it is handed in, and the checks look at it.
        checked: whether the checks have answered, and found something.
        reminded: whether this message reminds of it.
        moved: whether a later message has it.
    """

    task: Task
    version: int
    points: tuple[str, ...] = ()
    asked: str = ""
    answer: str = ""
    seer: str = ""
    sees_at: datetime | None = None
    checking: bool = False
    checked: bool = False
    reminded: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What who assigned a task is told of the colleague who works on it.

    Attributes:
        sees_at: when they are brought it; None where they were, or where it comes at once.
        told: whether they were brought it.
        has_times: whether they have collection times.
        busy_until: until when they said that they are busy.
        away_until: until when they are away.
    """

    sees_at: datetime | None
    told: bool
    zone: str
    busy_until: datetime | None = None
    away_until: datetime | None = None
    has_times: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What a colleague handed in, as they read of it.

    Attributes:
        submitted: whether it is on its reviewer's shelf, or was decided.
        checking: whether the checks look at it.
        overtaken: whether the task has gone on without it, as when its brief was changed.
        moved: whether somebody else works on the task now.
        current: whether it is the task's newest version, or that was made of it by writing it over.
        seer: who decides on it, or stands in for them.
        is_here: whether they can decide: they may have left.
        sees_at: when they see it; None where they have it already, or no time is set.
    """

    task: Task
    draft: Draft
    submitted: bool
    checking: bool
    seer: str
    sees_at: datetime | None
    zone: str
    is_here: bool = True
    overtaken: bool = False
    moved: bool = False
    current: bool = True
