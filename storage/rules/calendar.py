"""When a collection comes round: once per local date and time, in every zone, whatever the clocks do that night."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

WEEKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))
LATE = timedelta(minutes=5)
HORIZON = 15  # days: every schedule has a day within two weeks


@dataclass(frozen=True, slots=True)
class Schedule:
    """Local times of day on days of the week (Monday is 0) in a zone."""

    times: tuple[time, ...]
    days: frozenset[int]
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A coming time of a schedule: its local date and time, and the instant (UTC) at which it is due."""

    day: date
    time: time
    at: datetime


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a local time: of a repeated one the first, of a skipped one the first valid minute."""
    local = datetime.combine(day, at)
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local:
        return first
    return _end_of_gap(local.replace(tzinfo=zone, fold=1).astimezone(UTC), first, zone)


def _end_of_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first minute in (before, after] on the far side of the change of offset, by bisection."""
    low, high = int(before.timestamp()) // 60, int(after.timestamp()) // 60
    old = before.astimezone(zone).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle * 60, UTC).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high * 60, UTC)


def slots_of_day(schedule: Schedule, day: date) -> list[Slot]:
    """Return the slots of a schedule on one local day, in order."""
    if day.weekday() not in schedule.days:
        return []
    zone = ZoneInfo(schedule.zone)
    return [Slot(day, at, instant(day, at, zone)) for at in sorted(set(schedule.times))]


def next_slot(schedule: Schedule, after: datetime) -> Slot | None:
    """Return the first slot strictly after an instant; None when there are no times or days."""
    return _next_slot(schedule, after.replace(second=0, microsecond=0))


@lru_cache(4096)
def _next_slot(schedule: Schedule, after: datetime) -> Slot | None:
    """Slots stand on whole minutes, so that all instants of a minute share their next one."""
    if not schedule.times or not schedule.days:
        return None
    start = after.astimezone(ZoneInfo(schedule.zone)).date() - timedelta(days=1)
    for offset in range(HORIZON):
        coming = [s for s in slots_of_day(schedule, start + timedelta(days=offset)) if s.at > after]
        if coming:
            return min(coming, key=lambda s: (s.at, s.time))
    return None


def due_slot(schedule: Schedule, since: datetime, now: datetime) -> Slot | None:
    """Return the last slot in (since, now], which stands for all that were slept through; None when there is none."""
    zone = ZoneInfo(schedule.zone)
    day = now.astimezone(zone).date()
    for offset in range(HORIZON):
        passed = [s for s in slots_of_day(schedule, day - timedelta(days=offset)) if since < s.at <= now]
        if passed:
            return max(passed, key=lambda s: (s.at, s.time))
    return None


def is_late(slot: Slot, now: datetime) -> bool:
    """Tell whether a slot is due for longer than `LATE`."""
    return now - slot.at > LATE
