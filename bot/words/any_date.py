"""Whatever else is a date, read by a library."""

import contextlib
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.words.hours import DAY_END
from bot.words.named_days import on_day, split_day
from storage.rules.clocks import FIRST, LAST, instant
from storage.rules.day_names import MONTHS, SHORT_MONTHS, numbers
from storage.rules.refusal import Refused

LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt"]
_MIDNIGHT = re.compile(r"\b0?0[:.h]00\b|\b12\s?a\.?m\b|\bmidnight\b", re.I)
_HOUR = re.compile(  # “1 December 17”: an hour, since no year has two figures here
    r"(?P<day>.*\d.*[A-Za-zÀ-ÿ]{3,}\.?)\s+(?:(?:um|alle|ore|at|à)\s+)?(?P<hour>[01]?\d|2[0-3])(?:\s*(?:uhr|h|ore))?$",
    re.I,
)
_HOURS = re.compile(r"\d\s*(?:hours?|hrs?|stunden?|std|ore|ora|heures?|horas?|uur|uren)\b", re.I)  # so many from now
_NTH_DAY = re.compile(r"(?:on\s+)?(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)", re.I)
_MONTH = numbers(MONTHS, SHORT_MONTHS)
_NAMES = "|".join(map(re.escape, sorted(_MONTH, key=len, reverse=True)))
_SPAN = re.compile(  # from one day to another, or from one hour
    rf"\d.*(?:\s[–-]\s|–).*\d|(?<![-\d])\d{{1,2}}-\d{{1,2}}(?:\s+(?:{_NAMES})\b|:\d\d)|"
    rf"\b(?:{_NAMES})\.?\s+\d{{1,2}}-\d{{1,2}}(?![-\d])",
    re.I,
)
_DAY_IN_MONTH = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+|de\s+)?(?P<month>[^\W\d_]{3,})\.?(?:\s+\d{4})?"
    r"|(?P<name>[^\W\d_]{3,})\.?\s+(?P<number>\d{1,2})(?:st|nd|rd|th)?(?:,?\s+\d{4})?",
    re.I,
)


def any_date(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Whatever else is a date, by a library; only what names a day or an hour with a figure or a known word.

    Raises:
        Refused: it is no time that can be worked with, or no such day of the week.
    """
    if nth := _NTH_DAY.fullmatch(text.strip()):
        return _coming(int(nth[1]), local, zone)
    day, text = split_day(text)
    if day is not None and not _MONTH.keys() & set(re.findall(r"[^\W\d_]+", text.lower())):
        return ()
    found = _of_library(text, local, zone)
    return found if day is None else on_day(found, day, text, zone)


def _coming(day: int, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Return the end of the next day with this number, “the 1st”: of this month, or of one of the next that has it."""
    month = local.date().replace(day=1)
    for _ in range(3):
        with contextlib.suppress(ValueError):
            if (at := instant(month.replace(day=day), DAY_END, zone)) > local:
                return (at,)
        month = (month + timedelta(days=31)).replace(day=1)
    return ()


def _of_library(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    if not re.search(r"\d", text) or len(text) > 60 or not re.search(r"[A-Za-zÀ-ÿ./-]", text) or _SPAN.search(text):
        return ()
    text = _HOUR.sub(r"\g<day> \g<hour>:00", text)
    parsed = _parsed(text, local, "future")
    if parsed is not None and parsed.date() == _in_a_year(local.date()):  # it takes the date of today for the next one
        today = _parsed(text, local, "current_period")
        parsed = today if today is not None and today.date() == local.date() else parsed
    if parsed is None:
        return ()
    parsed = parsed.replace(year=min(max(parsed.year, FIRST.year), LAST.year))
    bare = parsed.replace(tzinfo=None)
    same = bare.time() == local.time() and not _HOURS.search(text)  # “in 24 Stunden” is at this time of day
    unsaid = same or (bare.time() == time(0) and not _MIDNIGHT.search(text))
    at = DAY_END if unsaid else bare.time()
    return (instant(bare.date(), at, zone) if parsed.tzinfo is None else parsed.astimezone(UTC),)


def check_in_calendar(text: str) -> None:
    """Check that words are no day of a month that never has it.

    Raises:
        Refused: they are, “31 February”.
    """
    named = _DAY_IN_MONTH.fullmatch(text.strip())
    month = _MONTH.get((named["month"] or named["name"]).lower()) if named else None
    if named is None or month is None:
        return
    try:
        date(2028, month, int(named["day"] or named["number"]))  # a leap year
    except ValueError:
        raise Refused(f"“{text}” is not in the calendar.") from None


def _parsed(text: str, local: datetime, prefer: str) -> datetime | None:
    """Return what the library reads.

    Raises:
        Refused: it is no time that can be worked with.
    """
    import dateparser

    settings = {"PREFER_DATES_FROM": prefer, "RELATIVE_BASE": local.replace(tzinfo=None), "REQUIRE_PARTS": ["day"]}
    try:
        parsed: datetime | None = dateparser.parse(text, languages=LANGUAGES, settings=settings)
    except (OverflowError, ValueError):
        raise Refused(f"“{text}” is no time I can work with.") from None
    return parsed


def _in_a_year(today: date) -> date | None:
    return None if (today.month, today.day) == (2, 29) else today.replace(year=today.year + 1)
