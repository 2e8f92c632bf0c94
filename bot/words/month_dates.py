"""A day with its month by name, the way most people write a date: “12 December 17:00”, “Dec 12, 2026”.

The library that reads all other dates takes a fifth of a second to load, and half a millisecond for each.
"""

import contextlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.words.hours import hour_of
from storage.rules.clocks import instant
from storage.rules.day_names import MONTHS, SHORT_MONTHS, numbers

_MONTH = numbers(MONTHS, SHORT_MONTHS)
_NAME = "|".join(map(re.escape, sorted(_MONTH, key=len, reverse=True)))
_YEAR = r"(?:,?\s(?P<year>20\d\d))?(?:,?\s(?P<hour>.+))?"
_DAY_FIRST = re.compile(rf"(?:on\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<month>{_NAME})\.?{_YEAR}")
_MONTH_FIRST = re.compile(rf"(?:on\s)?(?P<month>{_NAME})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?{_YEAR}")


def month_date(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Return the day that a text names, with its hour; nothing where words behind it are no hour, and for a day that
    the calendar has not, or that may be today: the library knows what is meant.

    Raises:
        Refused: it has a time of day, which is none.
    """
    named = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if named is None or (named.re is _MONTH_FIRST and (named["hour"] or "").isdigit()):  # “Dec 5 17” may be a year
        return ()
    day = _coming(int(named["day"]), _MONTH[named["month"]], named["year"], local.date())
    at = hour_of(named["hour"] or "")
    return () if day is None or at is None or day == local.date() else (instant(day, at, zone),)


def _coming(day: int, month: int, year: str | None, today: date) -> date | None:
    """Return the date, the next one where no year is named; None where there is none, as 31 November."""
    with contextlib.suppress(ValueError):
        found = date(int(year or today.year), month, day)
        return found if year or found >= today else date(today.year + 1, month, day)
    return None
