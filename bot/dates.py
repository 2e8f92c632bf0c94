"""Due times and times of day as people write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.settings import zone as known_zone
from storage.rules.calendar import EVERY_DAY, WEEKDAYS, instant
from storage.rules.refusal import Refused

DAY_END, WEEK_END, MORNING = time(18), time(17), time(9)
FARTHEST = timedelta(days=5 * 366)
SHORTEST = timedelta(minutes=15)
MOST_TIMES = 12
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt"]

NOISE = ("*", "at", "tz", "in", "zone")
_DAY = re.compile(r"mon(day)?|tue(s(day)?)?|wed(nesday)?|thu(r(s(day)?)?)?|fri(day)?|sat(urday)?|sun(day)?")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ZONE = re.compile(r"\s(?P<zone>[A-Za-z]+/[A-Za-z_/+-]+|UTC|GMT)$")
_CLOCK = re.compile(
    r"(?:at\s+)?(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))?\s*(?P<half>am|pm)?(?:\s*(?:h|o'clock|uhr))?", re.I
)
_IN = re.compile(r"in\s+(?P<n>\d{1,12}|an?)\s*(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)", re.I)
_ISO = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T\s]+(?P<rest>.+))?", re.I)
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}


def reader(now: datetime, zone: str) -> Callable[[str], datetime | None]:
    """How `/assign` reads due times for a person in `zone`."""
    return partial(when, now=now, zone=zone)


def when(text: str, now: datetime, zone: str) -> datetime | None:
    """A due time in UTC; None when the text is none.

    A time that a change of clocks skips becomes the first valid minute after it.

    Raises:
        Refused: it is a time, but an impossible one.
    """
    text, where = _split_zone(" ".join(text.strip().rstrip(".!").split()), zone)
    local = now.astimezone(where)
    found = _relative(text, now) or _named(text.lower(), local, where) or _iso(text, where) or _any(text, local, where)
    if found is not None and found - now > FARTHEST:
        raise Refused(f"“{text}” is too far away: at most five years. Nothing was created.")
    return found


def _split_zone(text: str, zone: str) -> tuple[str, ZoneInfo]:
    named = _ZONE.search(text)
    if named is None:
        return text, ZoneInfo(zone)
    found = known_zone(named["zone"])
    if found is None:
        raise Refused(f"I don't know the time zone “{named['zone']}”. For example: Europe/Rome, America/New_York.")
    return text[: named.start()].strip(), found


def _relative(text: str, now: datetime) -> datetime | None:
    found = _IN.fullmatch(text)
    if found is None:
        return None
    count = int(found["n"]) if found["n"].isdigit() else 1
    unit = found["unit"].lower()
    size = 43200 if unit.startswith("mo") else _UNITS[unit[0]]
    if count * size > FARTHEST / timedelta(minutes=1):
        raise Refused(f"“{text}” is too far away: at most five years. Nothing was created.")
    return now + timedelta(minutes=count * size)


def _named(text: str, local: datetime, zone: ZoneInfo) -> datetime | None:
    """Words for days, with or without a time of day."""
    today = local.date()
    fixed: dict[str, tuple[date, time]] = {
        "eod": (today, DAY_END),
        "end of day": (today, DAY_END),
        "today": (today, DAY_END),
        "cob": (today, DAY_END),
        "tonight": (today, time(21)),
        "noon": (today, time(12)),
        "midnight": (today + timedelta(days=1), time(0)),
        "eow": (_weekday(today, 4), WEEK_END),
        "end of week": (_weekday(today, 4), WEEK_END),
        "end of the week": (_weekday(today, 4), WEEK_END),
        "end of month": (_month_end(today), WEEK_END),
        "eom": (_month_end(today), WEEK_END),
        "end of the month": (_month_end(today), WEEK_END),
        "next week": (_weekday(today + timedelta(days=7 - today.weekday()), 4), WEEK_END),
    }
    text = text.removeprefix("the ")
    if text == "yesterday":
        return instant(today - timedelta(days=1), DAY_END, zone)
    if re.fullmatch(r"\d{1,2}:\d{2}", text) and _time(text) is None:
        raise Refused(f"“{text}” is no time of day. Nothing was created.")
    if text in fixed:
        day, hour = fixed[text]
        return _later(instant(day, hour, zone), text, day, local, zone)
    if (at := _time(text)) is not None and (":" in text or "." in text or "h" in text or text.endswith("m")):
        found = instant(today, at, zone)
        return found if found > local else instant(today + timedelta(days=1), at, zone)
    return _day_and_time(text, local, zone)


def _later(found: datetime, text: str, day: date, local: datetime, zone: ZoneInfo) -> datetime:
    """After the end of the day (or week) has passed, its last minute (or the next week's)."""
    if found > local:
        return found
    return found + timedelta(days=7) if "week" in text or text == "eow" else instant(day, time(23, 59), zone)


def _day_and_time(text: str, local: datetime, zone: ZoneInfo) -> datetime | None:
    first, _, rest = text.partition(" ")
    if first in ("next", "this", "on") and rest:
        first, _, rest = rest.partition(" ")
    today = local.date()
    if first in ("tomorrow", "tmrw", "today"):
        day = today + timedelta(days=first != "today")
    elif first[:3] in _DAYS and re.fullmatch(r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?", first):
        day = _weekday(today, _DAYS.index(first[:3]))
    else:
        return None
    at = _time(rest) if rest else DAY_END
    if at is None:
        named = {"eod": DAY_END, "noon": time(12), "morning": MORNING, "evening": time(20)}
        at = named.get(rest.removeprefix("at "))
    if at is None:
        return None
    found = instant(day, at, zone)
    return found if found > local or first == "today" else instant(day + timedelta(days=7), at, zone)


def _weekday(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _month_end(today: date) -> date:
    following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _time(text: str) -> time | None:
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, half = int(found["h"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, int(found["m"] or 0))


def _iso(text: str, zone: ZoneInfo) -> datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    try:
        day = date.fromisoformat(found["date"])
    except ValueError:
        raise Refused(f"“{text}” is not in the calendar. Nothing was created.") from None
    at = _time(found["rest"]) if found["rest"] else DAY_END
    try:
        return None if at is None else instant(day, at, zone)
    except OverflowError:
        raise Refused(f"“{text}” is out of reach: at most five years. Nothing was created.") from None


def _any(text: str, local: datetime, zone: ZoneInfo) -> datetime | None:
    """Whatever else is a date, by a library; only what names a day or an hour with a figure or a known word."""
    if not re.search(r"\d", text) or len(text) > 60 or not re.search(r"[A-Za-zÀ-ÿ./-]", text):
        return None
    import dateparser

    try:
        found = dateparser.parse(
            text,
            languages=LANGUAGES,
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": local.replace(tzinfo=None),
                "REQUIRE_PARTS": ["day"],
            },
        )
    except (OverflowError, ValueError):
        raise Refused(f"“{text}” is no time I can work with. Nothing was created.") from None
    if found is None:
        return None
    bare = found.replace(tzinfo=None)
    at = DAY_END if bare.time() in (time(0), local.time()) else bare.time()
    return instant(bare.date(), at, zone) if found.tzinfo is None else found.astimezone(UTC)


def times_of_day(text: str, default: frozenset[int] = WEEKDAYS) -> tuple[tuple[time, ...], frozenset[int], str | None]:
    """“9:00 13:00 weekdays Europe/Rome” as times, days, and the zone where one is named.

    Raises:
        Refused: with an example.
    """
    example = "For example: /collect at 9:00 13:00 16:30 weekdays"
    text = re.sub(r"(\d)\s+(am|pm)\b", r"\1\2", f" {text.strip()}", flags=re.I)
    named = _ZONE.search(text)
    zone = named["zone"] if named else None
    if zone is not None and known_zone(zone) is None:
        raise Refused(f"I don't know the time zone “{zone}”. For example: Europe/Rome, America/New_York.")
    parts = (text[: named.start()] if named else text).replace(",", " ").replace(" and ", " ").split()
    days = _days([p.lower() for p in parts if not p[0].isdigit() and p.lower() not in NOISE], default)
    if "*" in parts or any("*" in p for p in parts):
        raise Refused(f"I take times of day, at least 15 minutes apart, no cron. {example}")
    found = sorted({t for p in parts if p[0].isdigit() and (t := _time(p)) is not None})
    bad = [p for p in parts if p[0].isdigit() and _time(p) is None]
    if bad or not found:
        raise Refused(f"{'“' + bad[0] + '” is no time of day' if bad else 'I see no time of day in it'}. {example}")
    _check_apart(found)
    return tuple(found), days, zone


def _check_apart(found: list[time]) -> None:
    at = [timedelta(hours=t.hour, minutes=t.minute) for t in found]
    if len(found) > MOST_TIMES or any(b - a < SHORTEST for a, b in zip(at, at[1:], strict=False)):
        raise Refused(f"Collections are at least 15 minutes apart, at most {MOST_TIMES} a day: they are for deciding.")


def _days(words: list[str], default: frozenset[int]) -> frozenset[int]:
    if not words:
        return default
    if words in (["weekdays"], ["weekday"]):
        return WEEKDAYS
    if words in (["daily"], ["every", "day"], ["everyday"]):
        return EVERY_DAY
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
    first, last = (_DAYS.index(end[:3]) for end in (ends[0], ends[-1]))
    return {(first + n) % 7 for n in range((last - first) % 7 + 1)}
