"""Whether a dot stands in a date or shortens a name of a day, and so ends no sentence."""

import re

from storage.rules.dates_in_text import days
from storage.rules.day_names import SHORT_MONTHS, SHORT_WEEKDAYS, numbers

_WEEKDAY = "|".join((SHORT_WEEKDAYS + " " + SHORT_WEEKDAYS.title()).split())
_SHORT = re.compile(rf"\b(?:(?P<month>(?i:{'|'.join(numbers(SHORT_MONTHS))}))|{_WEEKDAY})\.$")
NEAR = 25  # characters around a dot that may be a date's


def shortens_day(text: str, end: int) -> bool:
    """Tell whether the dot before `end` stands in a date, or shortens the name of a month or a weekday.

    Before a capital letter (“We launch on 2 Dec. It costs 49 €.”) a name ends its sentence.
    """
    start, follows = max(0, end - NEAR), text[end : end + NEAR].lstrip()
    if any(start + day.start < end < start + day.end for day in days(text[start : end + NEAR])):
        return True
    name = _SHORT.search(text[start:end])
    if name is None:
        return False
    goes_on = bool(name["month"]) and re.match(r"[^\W\dA-ZÀ-Þ_]|\d{4}\b", follows) is not None
    return goes_on or any(day.start == 0 for day in days(follows))
