"""When a collection comes round: once per local date and time, in every zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from storage.rules.clocks import instant
from storage.rules.values.schedule import Schedule, Slot

LATE = timedelta(minutes=5)
HORIZON = 15  # days: every schedule has a day within two weeks


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
    """Tell whether a slot is due for longer than `LATE`, but for the time that it was held back."""
    return now - max(slot.at, slot.held_until or slot.at) > LATE
