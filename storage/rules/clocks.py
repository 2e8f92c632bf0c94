"""The instant of a local time, whatever the clocks do that night."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

FIRST, LAST = date(2, 1, 1), date(9998, 12, 31)  # days whose instants the calendar has in every zone


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a local time: of a repeated one the first, of a skipped one the first valid minute. Of
    the first and the last year of the calendar it is of a day that it has in every zone."""
    local = datetime.combine(min(max(day, FIRST), LAST), at)
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
