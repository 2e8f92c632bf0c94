"""How long from now something is due, as people write it: “in 3 days”."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.rules.clocks import instant
from storage.rules.refusal import Reason, Refused

FARTHEST = timedelta(days=5 * 366)
_IN = re.compile(
    r"in\s+(?P<n>\d{1,12}|an?\b|[a-z]{3,5}\b)\s*(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)", re.I
)
_HOURS = re.compile(r"in\s+(?P<h>\d{1,3})\s*h\s*(?P<m>[0-5]?\d)(?:\s*m(?:in)?)?", re.I)  # “in 1h30”
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}  # minutes
DAY = _UNITS["d"]


def from_now(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read how long from now something is due, by the calendar of who writes; none for other words.

    Raises:
        Refused: it is further away than five years.
    """
    if both := _HOURS.fullmatch(text):
        return (local.astimezone(UTC) + timedelta(hours=int(both["h"]), minutes=int(both["m"])),)
    found = _IN.fullmatch(text)
    if found is None or (count := _count(found["n"].lower())) is None:
        return ()
    unit = found["unit"].lower()
    size = 43200 if unit.startswith("mo") else _UNITS[unit[0]]
    if count * size > FARTHEST / timedelta(minutes=1):
        raise Refused(f"“{text}” is too far away: at most five years.", Reason.TOO_FAR)
    if size < DAY:
        return (local.astimezone(UTC) + timedelta(minutes=count * size),)
    day = _months_on(local.date(), count) if unit.startswith("mo") else local.date() + timedelta(minutes=count * size)
    return (instant(day, local.time(), zone),)


def _count(number: str) -> int | None:
    """Return a number in figures or in words; None for a word that is none."""
    if number in ("a", "an"):
        return 1
    if number.isdigit():
        return int(number)
    return _NUMBERS.index(number) + 1 if number in _NUMBERS else None


def _months_on(day: date, count: int) -> date:
    """Return the same day of a later month, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
