"""When a task comes again: on days of the week, or on one of a month, once per local date whatever the clocks do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from storage.rules.clocks import instant
from storage.rules.values.rhythm import Repetition, Rhythm

LEAST_APART = timedelta(hours=1)
MOST_TIMES = 12  # of a day
MOST_WEEKS = 52
BEFORE = timedelta(hours=2)  # a run without a time of its own begins so long before its reviewer's first collection
EARLY = time(7)  # where its reviewer has no collections


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
