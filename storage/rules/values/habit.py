"""A rule from a reviewer's own record, and what it approved."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.values.worker import Worker


class HabitState(StrEnum):
    """How far a rule from somebody's own record is."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A rule from a reviewer's own record: the drafts of one worker in one stream, where all checks are met.

    Attributes:
        stream: its name; empty where the drafts are of no stream.
        decided: how many same decisions in a row it was proposed after.
        used: how many drafts it approved.
    """

    key: str
    reviewer: str
    worker: Worker
    stream: str
    state: HabitState
    decided: int
    used: int
    agreed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Used:
    """A task that a rule approved. `reopened` says that it is not approved any more."""

    name: str
    key: str
    title: str
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What a collection tells of rules: what they approved since the last one, and the one that it proposes."""

    used: tuple[Used, ...] = ()
    proposed: Habit | None = None
