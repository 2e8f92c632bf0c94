"""What the figures of a person are made from."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.rules.outcomes import OUTCOMES, Outcome
from storage.rules.values.decision import Verdict

QUICKEST, SLOWEST = 1.0, 30 * 60.0  # seconds between a look and a decision that were one act


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that is counted: when it was, in which stream, and whose work it was about.

    Attributes:
        stream: its name; empty for none.
    """

    at: datetime
    stream: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Event):
    """One decision of a person that was not undone.

    Attributes:
        ready_at: when it began to wait for them.
        seconds: of attention, where that was measured.
        at_once: whether the draft was decided as it first came.
        rounds: how often the task was handed in up to then.
        judged: whether any check of the draft was looked at, and `doubted` whether one was not met or in doubt.
    """

    verdict: Verdict
    ready_at: datetime
    opened_at: datetime | None = None
    seconds: float | None = None
    at_once: bool = False
    rounds: int = 1
    judged: bool = False
    doubted: bool = False

    @property
    def outcome(self) -> Outcome:
        """What the decision made of the thing."""
        return OUTCOMES[self.verdict]

    @property
    def attention(self) -> float | None:
        """The seconds that it took: measured, else from the look to the decision where that was one act."""
        if self.seconds is not None and self.seconds > 0:
            return self.seconds
        took = (self.at - self.opened_at).total_seconds() if self.opened_at else 0.0
        return took if QUICKEST <= took <= SLOWEST else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the figures of a person are made from.

    Attributes:
        first: the Monday of the first week, in `zone`.
        reopened: what they opened again.
        waiting: what waits for their decision, each since when.
        full: whether there are more decisions than were read; then those are the newest.
    """

    now: datetime
    zone: str
    first: date
    decided: tuple[Fact, ...] = ()
    reopened: tuple[Event, ...] = ()
    waiting: tuple[Event, ...] = ()
    full: bool = False
