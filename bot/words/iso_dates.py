"""Dates whose year comes first: “2026-12-05”."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.words.hours import DAY_END
from bot.words.times import read_time
from storage.rules.clocks import instant
from storage.rules.refusal import Reason, Refused

_ISO = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T\s]+(?P<rest>.+))?", re.I)


def in_iso(text: str, zone: ZoneInfo) -> Sequence[datetime]:
    """Read a date whose year comes first; none for other words."""
    match = _ISO.fullmatch(text)
    if match is None:
        return ()
    try:
        day = date.fromisoformat(match["date"])
    except ValueError:
        raise Refused(f"“{text}” is not in the calendar.") from None
    at = read_time(match["rest"]) if match["rest"] else DAY_END
    try:
        return () if at is None else (instant(day, at, zone),)
    except OverflowError:
        raise Refused(f"“{text}” is out of reach: at most five years.", Reason.TOO_FAR) from None
