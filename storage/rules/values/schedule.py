"""A schedule: the local times and days on which collections come, and one such time."""

from dataclasses import dataclass
from datetime import date, datetime, time

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times of day on days of the week (Monday is 0) in a zone."""

    times: tuple[time, ...]
    days: frozenset[int]
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A coming time of a schedule.

    Attributes:
        day: its local date, and `time` its local time.
        at: the instant (UTC) at which it is due.
        turn: how often this date and time have come round: again for who moved to another zone meanwhile.
        held_until: the instant until which it was held back; None where it was not.
    """

    day: date
    time: time
    at: datetime
    turn: int = 1
    held_until: datetime | None = None
