"""The month that a cell names, and what its spans of time are called."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from storage.rules.dates_in_text import days, month_number
from storage.rules.day_names import MONTHS, english

_NAMES = tuple(name.capitalize() for name in english(MONTHS))
_MONTH = re.compile(r"(?P<name>[^\W\d_]{3,})\.?(?:,?\s+(?P<year>\d{4}))?|(?P<iso>\d{4})-(?P<no>\d\d)")


@dataclass(frozen=True, slots=True)
class Period:
    """A month; `year` is 0 when no year is named, and `day` is 0 when no day is named."""

    year: int
    month: int
    day: int = 0


def period(cell: str) -> Period | None:
    """Return the month that a cell names, with its day when it is a date; None when it names no month."""
    if day := next(days(cell), None):
        return Period(day.year, day.month, day.day)
    match = _MONTH.fullmatch(cell.strip())
    if match is None:
        return None
    if match["iso"]:
        return Period(int(match["iso"]), int(match["no"])) if 0 < int(match["no"]) < 13 else None
    month = month_number(match["name"])
    return Period(int(match["year"] or 0), month) if month else None


def _in_year(name: str, known: Period) -> str:
    return f"{name} {known.year}" if known.year else name


SPANS: dict[str, Callable[[Period], str]] = {
    "month": lambda p: _in_year(_NAMES[p.month - 1], p),
    "quarter": lambda p: _in_year(f"Q{(p.month + 2) // 3}", p),
    "year": lambda p: str(p.year) if p.year else "",
    "day": lambda p: _in_year(f"{p.day} {_NAMES[p.month - 1]}", p) if p.day else "",
}
