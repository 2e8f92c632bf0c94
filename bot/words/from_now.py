"""How long from now something is due, as people write it: “in 3 days”."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.rules.clocks import instant
from storage.rules.refusal import Refused

FARTHEST = timedelta(days=5 * 366)
_IN = re.compile(r"in\s+(?P<n>\d{1,12}|an?)\s*(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)", re.I)
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}  # minutes
DAY = _UNITS["d"]


def from_now(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read how long from now something is due, by the calendar of who writes; none for other words.

    Raises:
        Refused: it is further away than five years.
    """
    found = _IN.fullmatch(text)
    if found is None:
        return ()
    count = int(found["n"]) if found["n"].isdigit() else 1
    unit = found["unit"].lower()
    size = 43200 if unit.startswith("mo") else _UNITS[unit[0]]
    if count * size > FARTHEST / timedelta(minutes=1):
        raise Refused(f"“{text}” is too far away: at most five years.")
    if size < DAY:
        return (local.astimezone(UTC) + timedelta(minutes=count * size),)
    day = _months_on(local.date(), count) if unit.startswith("mo") else local.date() + timedelta(minutes=count * size)
    return (instant(day, local.time(), zone),)


def _months_on(day: date, count: int) -> date:
    """Return the same day of a later month, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
