"""What a person decided on one version, or answered to one question."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Verdict(StrEnum):
    """The decision of a reviewer on one version, or their answer to one question."""

    APPROVE = "approve"
    REVISE = "revise"
    REJECT = "reject"
    RETRY = "retry"
    CANCEL = "cancel"
    WITHOUT = "without"  # start without what it was to come after
    GIVE = "give"  # to another worker
    WAIT = "wait"  # for the same one
    HERE = "here"  # deliver it to who decides instead
    LEAVE = "leave"  # it undelivered
    ANSWER = "answer"
    ALLOW = "allow"
    ALLOW_ALL = "allow all"  # for the rest of the task
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of a person on an item."""

    id: int
    verdict: Verdict
    draft_version: int
    who: str
    at: datetime
    effect_due: datetime
    note: str = ""
    points: tuple[str, ...] = ()
    effected_at: datetime | None = None
    undone_at: datetime | None = None
    result: str = ""
    change: str = ""  # the sum of the patch that it approved
    seconds: float | None = None  # of attention, where it was measured
    together: bool = False  # ticked in a list of several
