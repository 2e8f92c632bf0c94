"""A day and a month in figures, as people write them: “12/11”, “5.12.”, “5-1-2027”."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.words.hours import hour_of
from storage.rules.clocks import instant
from storage.rules.refusal import Refused

HALF_A_YEAR = timedelta(days=183)
_FIGURES = re.compile(  # a year of two figures stands at the dot: “5.12. 17” names an hour
    r"(?P<a>\d{1,2})(?P<sep>[/.-])\s?(?P<b>\d{1,2})(?P<end>[/.-](?:\s?(?P<year>\d{4})|(?P<short>\d{2})\b)?)?\.?"
    r"(?P<rest>(?:[\s–-].*)?)"
)
_MONTH_FIRST = re.compile(
    r"US/|Pacific/Honolulu|America/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit|Boise|Anchorage|Juneau|"
    r"Indiana/|Kentucky/|North_Dakota/|Puerto_Rico)"
)


def in_figures(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime] | None:
    """Read “12/11” and “5.12.”; with a stroke or a dash, the order of day and month depends on who writes.

    Returns:
        The days, the likelier one first; none where words behind the figures are no hour; None for other words.

    Raises:
        Refused: they are not in the calendar.
    """
    match = _FIGURES.fullmatch(text)
    if match is None or _is_none(match):
        return None
    at = hour_of(match["rest"].strip())
    if at is None:
        return ()
    first, second = int(match["a"]), int(match["b"])
    orders = [(first, second), (second, first)] if match["sep"] != "." else [(first, second)]
    if _MONTH_FIRST.match(zone.key):
        orders.reverse()
    year = match["year"] or match["short"] or ""
    days = [day for order in orders if (day := _date(*order, year, local.date())) is not None]
    if not days:
        raise Refused(f"“{text}” is not in the calendar.")
    if not year and len(days) == 2 and days[0] - local.date() > HALF_A_YEAR > days[1] - local.date():
        days.reverse()
    return tuple(instant(day, at, zone) for day in dict.fromkeys(days))


def _is_none(match: re.Match[str]) -> bool:
    """Whether figures are no date: “5.12” is a time of day, also before the end of a sentence, and “5-1” anything."""
    with_year = match["year"] or match["short"]
    if match["sep"] == "-":
        return not with_year
    return match["sep"] == "." and not with_year and (not match["end"] or int(match["b"]) > 12)


def _date(day: int, month: int, year: str, today: date) -> date | None:
    """Return the date, in the coming twelve months where no year is named; None when the calendar has none."""
    if year:
        return _in_calendar(int(year) + 2000 * (len(year) == 2), month, day)
    days = (_in_calendar(each, month, day) for each in (today.year, today.year + 1))
    return next((day for day in days if day is not None and day >= today), None)


def _in_calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
