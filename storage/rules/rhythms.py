"""How people write that a task comes again: “every weekday 7:00”, “first Monday of the month 9:00”."""

import re
from datetime import time

from storage.rules.refusal import Refused
from storage.rules.repetition import problem
from storage.rules.rhythm_words import NTH, words
from storage.rules.values.rhythm import Rhythm
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS

WORKS = "For example: every weekday 7:00"
OFTEN = (
    "Say at what times of a day, an hour apart or more, so that it does not come too often. "
    "For example: every weekday 9:00 and 15:00"
)
DUE_ONCE = "A task that comes again has no one due time: each run is due at the collection after it. Leave “by …” out."
NOT_BOTH = "One task can't both come again and go over a list. Choose one."
NEVER = "That never comes round. For example: first Monday of the month 9:00"

_DAY = r"(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_LIST = rf"{_DAY}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+){_DAY})*"
_CLOCK = r"(?:noon|midnight|\d{1,2}(?:[:.h]\d{1,2})?\s*(?:am|pm)?)"
_TIMES = rf"(?:\s*,?\s*(?:at\s+)?(?P<times>{_CLOCK}(?:(?:\s*,\s*|\s+and\s+|\s+){_CLOCK})*))?"
_NTH = "|".join(NTH)
_EACH, _WEEKLY = re.compile(r"\Aeach\b", re.I), re.compile(r"\Aweekly(?=\s+(?:on\s+)?\w|\Z)", re.I)
_OTHER = r"(?:other|second|2nd)"
_PLAIN = re.compile(
    rf"(?:(?P<daily>daily|weekdays)(?=\s+(?:at\s+)?(?:\d|noon|midnight))|every\s+(?:(?P<day>day|morning)|(?P<weekday>weekday|workday|working\s+day)|(?P<names>{_LIST})"
    rf"|(?:(?P<count>\d{{1,4}})\s+weeks?|(?P<other>{_OTHER}\s+week)|week)(?:\s+(?:on\s+)?(?P<of_weeks>{_LIST}))?"
    rf"|{_OTHER}\s+(?P<alternate>{_LIST}))){_TIMES}",
    re.I,
)
_MONTHLY = re.compile(
    rf"(?:every\s+|on\s+the\s+|the\s+)?(?P<nth>{_NTH})\s+(?P<name>{_DAY})\s+of\s+(?:the|each|every)\s+month{_TIMES}",
    re.I,
)
_OFTEN = re.compile(
    r"every\s+(?:\d+\s+|other\s+|half\s+(?:an\s+)?)?(?:second(?!\s+(?:day|week|month))|minute|min|hour|h)s?\b.{0,20}",
    re.I,
)
_MONTHS = r"jan\w*|feb\w*|march|mar|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*"
_ONLY = re.compile(  # nothing but words of days and times: meant as a repetition, even where it is none that we know
    rf"every\s+(?:(?:^|\s|,)*(?:and|or|at|on|in|the|of|noon|midnight|other|{_NTH}|fifth|day|weekday|workday|week|month"
    rf"|quarter|year|morning|evening|night|weekend|{_DAY}|{_MONTHS}|\d[\d:.]*(?:am|pm|st|nd|rd|th)?)s?(?=[\s,]|\Z))+",
    re.I,
)
_MISSPELLED = re.compile(r"every\s+[a-z]+\s+(?:at\s+)?(?:\d{1,2}[:.]\d\d|\d{1,2}\s*(?:am|pm))", re.I)
_NTH_ONLY = re.compile(rf"(?:{_NTH}|fifth)\s+{_DAY}\s+of\s+(?:the|each|every)\s+month\b.{{0,20}}", re.I)
_SIZES = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{1,2}))?\s*(?P<half>am|pm)?", re.I)


def read_rhythm(text: str) -> Rhythm | None:
    """Return how often something comes again; None where a text says something else.

    Raises:
        Refused: it is meant as a repetition, and can't be one; with an example that works.
    """
    text = _WEEKLY.sub("every week", _EACH.sub("every", " ".join(text.split()).rstrip(".!")))
    if (plain := _PLAIN.fullmatch(text)) is not None:
        return _checked(text, _days_of(plain), plain["times"], _weeks_of(plain))
    if (monthly := _MONTHLY.fullmatch(text)) is not None:
        days = _days(monthly["name"])
        return _checked(text, days, monthly["times"], nth=NTH[monthly["nth"].lower()])
    if _OFTEN.fullmatch(text):
        raise Refused(f"“{text}”: {OFTEN}")
    if _ONLY.fullmatch(text) or _NTH_ONLY.fullmatch(text) or _MISSPELLED.fullmatch(text):
        raise Refused(f"I can't repeat a task “{text}”. {WORKS}, or: first Monday of the month 9:00")
    return None


def read_again(text: str) -> str:
    """Return a repetition in the words in which it is kept; '' for an empty text.

    Raises:
        Refused: it is none.
    """
    if not text.strip():
        return ""
    rhythm = read_rhythm(text)
    if rhythm is None:
        raise Refused(f"I can't read that as a repetition. {WORKS}")
    return words(rhythm)


def against(again: str, due: object, each: object) -> str:
    """Return why a task can't come again with what else is asked of it; empty where it can."""
    if again and due is not None:
        return DUE_ONCE
    return NOT_BOTH if again and each is not None else ""


def _checked(text: str, days: frozenset[int], times: str | None, weeks: int = 1, nth: int = 0) -> Rhythm:
    """Return a rhythm that comes round, and not too often.

    Raises:
        Refused: it never comes round, or too often.
    """
    if weeks < 1:
        raise Refused(f"“{text}”: {NEVER}")
    rhythm = Rhythm(days=days, times=_times(times or ""), weeks=weeks, nth=nth)
    if why := problem(rhythm):
        raise Refused(f"“{text}”: {why} {WORKS}")
    return rhythm


def _days_of(plain: re.Match[str]) -> frozenset[int]:
    daily = (plain["daily"] or "").lower()
    if plain["day"] or daily == "daily":
        return EVERY_DAY
    if plain["weekday"] or daily:
        return WEEKDAYS
    return _days(plain["names"] or plain["of_weeks"] or plain["alternate"] or "")


def _weeks_of(plain: re.Match[str]) -> int:
    return 2 if plain["other"] or plain["alternate"] else int(plain["count"] or 1)


def _days(names: str) -> frozenset[int]:
    order = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return frozenset(order.index(name[:3].lower()) for name in re.findall(_DAY, names, re.I))


def _times(text: str) -> tuple[time, ...]:
    return tuple(_time(word) for word in re.findall(_CLOCK, text, re.I))


def _time(word: str) -> time:
    """Return the time of day that a word names.

    Raises:
        Refused: there is no such time of day.
    """
    if word.lower() in ("noon", "midnight"):
        return time(12 if word.lower() == "noon" else 0)
    sizes = _SIZES.fullmatch(word.strip())
    assert sizes is not None
    hour, minute, half = int(sizes["hour"]), int(sizes["minute"] or 0), (sizes["half"] or "").lower()
    if hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        raise Refused(f"“{word.strip()}” is no time of day. {WORKS}")
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
