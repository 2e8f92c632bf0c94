"""The time of day behind a day, as people write it; its end where they write none."""

import re
from datetime import time

from bot.words.times import read_time
from storage.rules.refusal import Refused

DAY_END, WEEK_END, MORNING = time(18), time(17), time(9)


def hour_of(text: str) -> time | None:
    """Return the time of day behind a day: its end where none is named; None for other words.

    Raises:
        Refused: it is written as a time of day, and is none.
    """
    if re.fullmatch(r"(?:at )?\d{1,2}:\d{2}", text) and read_time(text.removeprefix("at ")) is None:
        raise Refused(f"“{text}” is no time of day.")
    named = {"": DAY_END, "eod": DAY_END, "noon": time(12), "morning": MORNING, "evening": time(20)}
    return read_time(text) or named.get(text.removeprefix("at "))
