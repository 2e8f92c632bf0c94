"""Why runs were left out, in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.rules.rhythm_words import NAMES


def left_out(missed: Sequence[datetime], last: datetime, until: datetime, zone: str) -> str:
    """Return why runs were left out, in words: “Tuesday's run was left out: Monday's waited until Tuesday evening.”

    Args:
        missed: when the runs that were left out were due.
        last: when the run was due that waited then, and `until` when it was decided.
    """
    there = ZoneInfo(zone)
    first = missed[0].astimezone(there)
    decided = until.astimezone(there)
    which = f"{NAMES[first.weekday()]}'s run was" if len(missed) == 1 else f"{len(missed)} runs were"
    before = f"{NAMES[last.astimezone(there).weekday()]}'s" if decided - last < timedelta(days=6) else "the last one"
    return f"{which} left out: {before} waited until {NAMES[decided.weekday()]} {_part_of_day(decided)}."


def _part_of_day(at: datetime) -> str:
    parts = ((5, "night"), (12, "morning"), (17, "afternoon"), (22, "evening"))
    return next((name for hour, name in parts if at.hour < hour), "night")
