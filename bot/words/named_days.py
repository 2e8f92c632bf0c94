"""A day of the week with its date, such as “Friday 13.11.”: both have to fit."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.words.day_and_month import in_figures
from bot.words.days_of_week import DAYS
from storage.rules.refusal import Refused

_NAMED = re.compile(r"(?:on )?(?P<day>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.? (?P<date>.*\d.*)", re.I)


def split_day(text: str) -> tuple[int | None, str]:
    """Return the number of the day that a date begins with, Monday as 0, and the rest; None where it begins with none.

    Args:
        text: with English names of days.
    """
    named = _NAMED.fullmatch(text)
    return (DAYS.index(named["day"].lower()), named["date"]) if named else (None, text)


def named_day(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime] | None:
    """Read a day of the week with a date in figures; None for other words.

    Raises:
        Refused: that date is another day of the week.
    """
    day, figures = split_day(text)
    found = None if day is None else in_figures(figures, local, zone)
    return None if day is None or found is None else on_day(found, day, figures, zone)


def on_day(found: Sequence[datetime], day: int, date: str, zone: ZoneInfo) -> Sequence[datetime]:
    """Return the times that are on a day of the week.

    Raises:
        Refused: none is.
    """
    fitting = [at for at in found if at.astimezone(zone).weekday() == day]
    if found and not fitting:
        first = found[0].astimezone(zone)
        raise Refused(f"“{date}” is a {first:%A}: {first.day} {first:%B %Y}. Name the day or the date.")
    return fitting
