"""Days of the week as people write them, for collections: “weekdays”, “mon-wed”, “Montag bis Freitag”."""

import re
from collections.abc import Iterable, Mapping, Sequence

from storage.rules.day_names import WEEKDAYS as NAMES
from storage.rules.day_names import numbers
from storage.rules.refusal import Refused
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

EXAMPLES = "For example: 9:00 13:00 weekdays, 9:00 mon wed fri, or 9:00 mon-wed Europe/Rome"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHORT = ("mon mo", "tue tues di", "wed mi", "thu thur thurs do", "fri fr", "sat sa", "sun so")
_NUMBERS = numbers(NAMES, _SHORT)  # from 1
_SEVERAL: Mapping[str, frozenset[int]] = {
    **dict.fromkeys(("weekday", "weekdays", "workday", "workdays", "werktags"), WEEKDAYS),
    **dict.fromkeys(("day", "days", "daily", "everyday", "täglich"), EVERY_DAY),
    **dict.fromkeys(("weekend", "weekends"), frozenset({5, 6})),
}
_TO = re.compile(r"\s*[-–]\s*|\s+(?:to|until|till|through|bis)\s+")


def days_of_week(words: Sequence[str], default: frozenset[int]) -> frozenset[int]:
    """Return the days that words name, Monday as 0; `default` where there are none.

    Raises:
        Refused: a word names no day.
    """
    spans = _TO.sub("-", " ".join(words).lower()).split()
    return frozenset(day for word in spans for day in _days(word)) or default


def _days(word: str) -> Iterable[int]:
    """“wed”, “mon-wed” or “weekend” as days of the week.

    Raises:
        Refused: not the name of a day.
    """
    if word in _SEVERAL:
        return _SEVERAL[word]
    ends = [_NUMBERS.get(end) or _NUMBERS.get(end.removesuffix("s")) for end in word.split("-")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:
        raise Refused(f"“{word}” is neither a time nor a day I know. {EXAMPLES}")
    return {(first - 1 + n) % 7 for n in range((last - first) % 7 + 1)}
