"""When a task comes again: on days of the week, or on one of a month, once per local date whatever the clocks do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from datetime import datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from storage.rules.clocks import instant
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH: Mapping[str, int] = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
LEAST_APART = timedelta(hours=1)
MOST_TIMES = 12  # of a day
MOST_WEEKS = 52
BEFORE = timedelta(hours=2)  # a run without a time of its own begins so long before its reviewer's first collection
EARLY = time(7)  # where its reviewer has no collections
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


def settled(rhythm: Rhythm, now: datetime, zone: str, first: time | None) -> Repetition:
    """Return a rhythm with its days and times: what was not said is that of now, or before the first collection.

    Args:
        first: the first collection time of who decides; None where they have none.
    """
    local = now.astimezone(ZoneInfo(zone))
    days = rhythm.days or frozenset({local.weekday()})
    said = rhythm.times or ((time(local.hour, local.minute),) if not rhythm.days else (_before(first),))
    each_week = Repetition(days=days, times=tuple(sorted(set(said))), since=local.date(), nth=rhythm.nth)
    since = next_run(each_week, now, zone).astimezone(ZoneInfo(zone)).date()
    return replace(each_week, since=since, weeks=rhythm.weeks)


def _before(first: time | None) -> time:
    """The time of day that lies before a first collection; never on the day before."""
    if first is None:
        return EARLY
    minutes = max(0, first.hour * 60 + first.minute - int(BEFORE.total_seconds()) // 60)
    return time(minutes // 60, minutes % 60)


def _week(day: Date) -> int:
    return (day.toordinal() - 1) // WEEK  # the first of January of the year 1 was a Monday


def runs(repetition: Repetition, after: datetime, zone: str) -> Iterator[datetime]:
    """Yield the instants (UTC) strictly after another at which it comes, in order, each once."""
    there = ZoneInfo(zone)
    day, last = after.astimezone(there).date() - timedelta(days=1), after
    while True:
        if repetition.falls_on(day):
            for at in sorted({instant(day, clock, there) for clock in repetition.times}):
                if at > last:
                    yield (last := at)
        day += timedelta(days=1)


def next_run(repetition: Repetition, after: datetime, zone: str) -> datetime:
    """Return the first instant strictly after another at which it comes."""
    return next(runs(repetition, after, zone))


def problem(rhythm: Rhythm) -> str:
    """Return why a rhythm can't be kept to; empty where it can."""
    if not 1 <= rhythm.weeks <= MOST_WEEKS:
        return f"It can come again every 1 to {MOST_WEEKS} weeks."
    at = [timedelta(hours=t.hour, minutes=t.minute) for t in sorted(set(rhythm.times))]
    if len(at) > MOST_TIMES or any(later - sooner < LEAST_APART for sooner, later in pairwise(at)):
        return f"Its times are at least an hour apart, at most {MOST_TIMES} a day."
    return ""


def words(rhythm: Rhythm | Repetition) -> str:
    """Return a rhythm in words, as `read_rhythm` reads them: “every weekday 7:00”."""
    clocks = " and ".join(f"{t.hour}:{t.minute:02}" for t in sorted(set(rhythm.times)))
    return f"{_days_in_words(rhythm)} {clocks}".strip()


def _days_in_words(rhythm: Rhythm | Repetition) -> str:
    names = " and ".join(NAMES[day] for day in sorted(rhythm.days))
    if rhythm.nth:
        which = next(name for name, nth in NTH.items() if nth == rhythm.nth)
        return f"{which} {names} of the month"
    if rhythm.weeks > 1:
        return f"every {rhythm.weeks} weeks {names}".strip()
    if not rhythm.days:
        return "every week"
    return {EVERY_DAY: "every day", WEEKDAYS: "every weekday"}.get(rhythm.days) or f"every {names}"


def to_json(repetition: Repetition) -> dict[str, Any]:
    """Return a repetition in the form in which it is kept."""
    return {
        "days": sorted(repetition.days),
        "times": [f"{t:%H:%M}" for t in repetition.times],
        "since": repetition.since.isoformat(),
        "weeks": repetition.weeks,
        "nth": repetition.nth,
    }


def from_json(kept: Mapping[str, Any]) -> Repetition:
    """Return the repetition that was kept by `to_json`."""
    return Repetition(
        days=frozenset(kept["days"]),
        times=tuple(time.fromisoformat(t) for t in kept["times"]),
        since=Date.fromisoformat(kept["since"]),
        weeks=kept["weeks"],
        nth=kept["nth"],
    )


def left_out(missed: Sequence[datetime], last: datetime, until: datetime, zone: str) -> str:
    """Return why runs were left out, in words: “Tuesday's run was left out: Monday's waited until Tuesday evening.”

    Args:
        missed: when the runs that were left out were due.
        last: when the run was due that waited then, and `until` when it was decided.
    """
    there = ZoneInfo(zone)
    first = missed[0].astimezone(there)
    decided = until.astimezone(there)
    which = f"{NAMES[first.weekday()]}'s run was" if len(missed) == 1 else f"{len(missed)} runs were"
    before = f"{NAMES[last.astimezone(there).weekday()]}'s" if decided - last < timedelta(days=6) else "the last one"
    return f"{which} left out: {before} waited until {NAMES[decided.weekday()]} {_part_of_day(decided)}."


def _part_of_day(at: datetime) -> str:
    parts = ((5, "night"), (12, "morning"), (17, "afternoon"), (22, "evening"))
    return next((name for hour, name in parts if at.hour < hour), "night")
