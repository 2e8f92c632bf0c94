"""A rhythm in words."""

from collections.abc import Mapping

from storage.rules.values.rhythm import Repetition, Rhythm
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH: Mapping[str, int] = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}


def words(rhythm: Rhythm | Repetition) -> str:
    """Return a rhythm in words, as `read_rhythm` reads them: “every weekday 7:00”."""
    clocks = " and ".join(f"{t.hour}:{t.minute:02}" for t in sorted(set(rhythm.times)))
    return f"{_days_in_words(rhythm)} {clocks}".strip()


def _days_in_words(rhythm: Rhythm | Repetition) -> str:
    names = " and ".join(NAMES[day] for day in sorted(rhythm.days))
    if rhythm.nth:
        which = next(name for name, nth in NTH.items() if nth == rhythm.nth)
        return f"{which} {names} of the month"
    if rhythm.weeks > 1:
        return f"every {rhythm.weeks} weeks {names}".strip()
    if not rhythm.days:
        return "every week"
    return {EVERY_DAY: "every day", WEEKDAYS: "every weekday"}.get(rhythm.days) or f"every {names}"
