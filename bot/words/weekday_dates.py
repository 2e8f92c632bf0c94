"""Dates by the day of their week, as people write them: “next Friday”, “last Monday”."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.words.days_of_week import DAYS
from bot.words.hours import hour_of
from storage.rules.clocks import instant

_DAY = re.compile(r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?")
_NEXT_WEEK = re.compile(r"next week(?: on)? (?P<a>\w+day\b.*)|(?P<b>\w+day) next week(?P<rest>.*)")


def weekday_readings(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read the day of a week: “next Friday”, said in the same week, may be this one or the one after."""
    if match := _NEXT_WEEK.fullmatch(text):
        return _on_weekday(match["a"] or f"{match['b']}{match['rest']}", "next week", local, zone)
    first, _, rest = text.partition(" ")
    if first in ("next", "this", "on") and rest:
        return _on_weekday(rest, first, local, zone)
    return _on_weekday(text, "", local, zone)


def _on_weekday(text: str, which: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    name, _, rest = text.partition(" ")
    at = hour_of(rest)
    if not _DAY.fullmatch(name) or at is None:
        return ()
    today, week = local.date(), timedelta(days=7)
    day = coming_weekday(today, DAYS.index(name[:3]))
    same_week = day.isocalendar()[:2] == today.isocalendar()[:2]
    if which == "next week" and same_week:
        day += week
    if which == "next" and day == today:
        return (instant(day + week, at, zone),)
    found = instant(day, at, zone)
    if found <= local:
        return (instant(day + week, at, zone),)
    unclear = same_week if which == "next" else day == today and which != "this"
    return (found, instant(day + week, at, zone)) if unclear else (found,)


def gone_day(text: str, today: date) -> date | None:
    """Return a day that is gone by its words, such as “last Friday”; None for any other words."""
    which, _, name = text.partition(" ")
    if text in ("yesterday", "last night"):
        return today - timedelta(days=1)
    if which != "last":
        return None
    if _DAY.fullmatch(name):
        return coming_weekday(today, DAYS.index(name[:3])) - timedelta(days=7)
    return {"week": today - timedelta(days=7), "month": today.replace(day=1) - timedelta(days=1)}.get(name)


def coming_weekday(today: date, weekday: int) -> date:
    """Return the next day with a number in its week, Monday as 0: today where that is its number."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)
