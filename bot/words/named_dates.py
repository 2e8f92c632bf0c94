"""Dates that have a name: “tomorrow”, “end of month”, “noon”."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.words.hours import DAY_END, WEEK_END, hour_of
from bot.words.times import read_time
from bot.words.weekday_dates import coming_weekday, gone_day
from storage.rules.clocks import instant
from storage.rules.refusal import Refused

_AHEAD = {"today": 0, "tomorrow": 1, "tmrw": 1, "overmorrow": 2}  # in days


def named_date(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Words for days, with or without a time of day."""
    today = local.date()
    following = today + timedelta(days=7 - today.weekday())
    fixed: dict[str, tuple[date, time]] = {
        "eod": (today, DAY_END),
        "end of day": (today, DAY_END),
        "today": (today, DAY_END),
        "cob": (today, DAY_END),
        "tonight": (today, time(21)),
        "noon": (today, time(12)),
        "midnight": (today + timedelta(days=1), time(0)),
        "eow": (coming_weekday(today, 4), WEEK_END),
        "end of week": (coming_weekday(today, 4), WEEK_END),
        "end of the week": (coming_weekday(today, 4), WEEK_END),
        "end of month": (_month_end(today), WEEK_END),
        "eom": (_month_end(today), WEEK_END),
        "end of the month": (_month_end(today), WEEK_END),
        "next week": (coming_weekday(following, 4), WEEK_END),
        "next month": (_month_end(_month_end(today) + timedelta(days=1)), WEEK_END),
    }
    if (past := gone_day(text, today)) is not None:
        return (instant(past, DAY_END, zone),)
    if re.fullmatch(r"\d{1,2}:\d{2}", text) and read_time(text) is None:
        raise Refused(f"“{text}” is no time of day.")
    if text in fixed:
        day, hour = fixed[text]
        return (_later(instant(day, hour, zone), text, day, local, zone),)
    if (at := read_time(text)) is not None and (":" in text or "." in text or "h" in text or text.endswith("m")):
        found = instant(today, at, zone)
        return (found if found > local else instant(today + timedelta(days=1), at, zone),)
    return _near(text, local, zone)


def _later(found: datetime, text: str, day: date, local: datetime, zone: ZoneInfo) -> datetime:
    """After the end of the day (or week) has passed, its last minute (or the next week's); after noon, that of
    tomorrow."""
    if found > local:
        return found
    if text == "noon":
        return instant(day + timedelta(days=1), time(12), zone)
    if "week" in text or text == "eow":
        return instant(day + timedelta(days=7), WEEK_END, zone)
    return instant(day, time(23, 59), zone)


def _near(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read today, tomorrow or the day after with a time of day."""
    first, _, rest = text.removeprefix("on ").partition(" ")
    at = hour_of(rest)
    if first not in _AHEAD or at is None:
        return ()
    return (instant(local.date() + timedelta(days=_AHEAD[first]), at, zone),)


def _month_end(today: date) -> date:
    following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
