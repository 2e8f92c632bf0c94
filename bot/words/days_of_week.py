"""Days of the week as people write them, for collections: “weekdays”, “mon-wed”."""

import re

from storage.rules.refusal import Refused
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = re.compile(r"mon(day)?|tue(s(day)?)?|wed(nesday)?|thu(r(s(day)?)?)?|fri(day)?|sat(urday)?|sun(day)?")


def days_of_week(words: list[str], default: frozenset[int]) -> frozenset[int]:
    """Return the days that words name, Monday as 0; `default` where there are none."""
    if not words:
        return default
    if words in (["weekdays"], ["weekday"], ["every", "weekday"]):
        return WEEKDAYS
    if words in (["daily"], ["every", "day"], ["everyday"]):
        return EVERY_DAY
    if {"weekdays", "weekday", "daily", "everyday"}.intersection(words):
        raise Refused(f"“{' '.join(words)}”: say the days once, for all times. For example: 9:00 13:00 mon-sat")
    joined = re.sub(r"\s+(?:to|-|until)\s+", "-", " ".join(words))
    return frozenset(day for word in joined.split() for day in _day_range(word))


def _day_range(word: str) -> set[int]:
    """“wed” or “mon-wed” as days of the week.

    Raises:
        Refused: not the name of a day.
    """
    ends = word.split("-")
    if len(ends) > 2 or not all(_DAY.fullmatch(end) for end in ends):
        raise Refused(f"“{word}” is no day I know. For example: weekdays, daily, mon wed fri, mon-wed")
    first, last = (DAYS.index(end[:3]) for end in (ends[0], ends[-1]))
    return {(first + n) % 7 for n in range((last - first) % 7 + 1)}
