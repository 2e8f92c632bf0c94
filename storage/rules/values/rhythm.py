"""How often something comes again, as people say it and as it is settled."""

from dataclasses import dataclass
from datetime import date as Date
from datetime import time, timedelta

from storage.rules.values.schedule import EVERY_DAY

WEEK = 7  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often something comes again, as people say it.

    Attributes:
        days: of the week (Monday is 0); empty for the day on which it was said.
        times: of the day; empty where none was said.
        weeks: it comes in one of so many weeks.
        nth: which of a month's such days, -1 for the last; 0 for all of them.
    """

    days: frozenset[int] = EVERY_DAY
    times: tuple[time, ...] = ()
    weeks: int = 1
    nth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """A rhythm whose days and times are settled.

    Attributes:
        since: a local date in a week in which it comes.
    """

    days: frozenset[int]
    times: tuple[time, ...]
    since: Date
    weeks: int = 1
    nth: int = 0

    def falls_on(self, day: Date) -> bool:
        """Tell whether it comes on a local date."""
        if day.weekday() not in self.days:
            return False
        if self.nth > 0:
            return (day.day - 1) // WEEK == self.nth - 1
        if self.nth < 0:
            return (day + timedelta(days=WEEK)).month != day.month
        return (_week(day) - _week(self.since)) % self.weeks == 0


def _week(day: Date) -> int:
    return (day.toordinal() - 1) // WEEK  # the first of January of the year 1 was a Monday
