"""Due times as people write them."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.setup.zones import zone as known_zone
from bot.words.times import DAYS, ZONE, read_time
from bot.words.weekdays import in_english
from storage.rules.calendar import instant
from storage.rules.refusal import Refused

DAY_END, WEEK_END, MORNING = time(18), time(17), time(9)
FARTHEST, HALF_A_YEAR = timedelta(days=5 * 366), timedelta(days=183)
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pt"]

_DAY = re.compile(r"(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?")
_NEXT_WEEK = re.compile(r"next week(?: on)? (?P<a>\w+day\b.*)|(?P<b>\w+day) next week(?P<rest>.*)")
_IN = re.compile(r"in\s+(?P<n>\d{1,12}|an?)\s*(?P<unit>minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?)", re.I)
_ISO = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})(?:[T\s]+(?P<rest>.+))?", re.I)
_FIGURES = re.compile(
    r"(?P<a>\d{1,2})(?P<sep>[/.])\s?(?P<b>\d{1,2})(?P<end>[/.]\s?(?P<year>\d{4}|\d{2})?)?\.?(?:\s+(?P<rest>.+))?"
)
_SHOWN = re.compile(r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)(?P<date>\d.*)", re.I)
_MONTH_FIRST = re.compile(
    r"US/|Pacific/Honolulu|America/(New_York|Chicago|Denver|Los_Angeles|Phoenix|Detroit|Boise|Anchorage|Juneau|"
    r"Indiana/|Kentucky/|North_Dakota/|Puerto_Rico)"
)
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}


def reader(now: datetime, zone: str) -> Callable[[str], datetime | None]:
    """Return the function that `/assign` reads due times with, for a person in `zone`."""
    return partial(when, now=now, zone=zone)


def when(text: str, now: datetime, zone: str) -> datetime | None:
    """Return a due time in UTC; None when the text is none.

    A time that a change of clocks skips becomes the first valid minute after it.

    Raises:
        Refused: it is a time, but an impossible one.
    """
    return next(iter(readings(text, now, zone)), None)


def other(text: str, now: datetime, zone: str) -> datetime | None:
    """Return the other time that a text may mean, such as a week later for “next Friday”; None when it is clear.

    Raises:
        Refused: it is a time, but an impossible one.
    """
    return next((instant for instant in readings(text, now, zone)[1:] if instant > now), None)


def readings(text: str, now: datetime, zone: str) -> Sequence[datetime]:
    """Return the times that a text may mean, the likeliest first; none when the text is no time.

    Raises:
        Refused: it is a time, but an impossible one.
    """
    dotted = text.strip().endswith(".")
    text, where = _split_zone(" ".join(text.strip().rstrip(".!").split()), zone)
    local = now.astimezone(where)
    english = in_english(text).removeprefix("the ")
    found = (
        _relative(text, now)
        or _figures(text + "." * dotted, local, where)
        or _weekday_readings(english, local, where)
        or _named(english, local, where)
        or _iso(text, where)
        or _any(text, local, where)
    )
    if found and found[0] - now > FARTHEST:
        raise Refused(f"“{text}” is too far away: at most five years.")
    return found


def _split_zone(text: str, zone: str) -> tuple[str, ZoneInfo]:
    named = ZONE.search(text)
    if named is None:
        return text, ZoneInfo(zone)
    zone_info = known_zone(named["zone"])
    if zone_info is None:
        raise Refused(f"I don't know the time zone “{named['zone']}”. For example: Europe/Rome, America/New_York.")
    return text[: named.start()].strip(), zone_info


def _relative(text: str, now: datetime) -> Sequence[datetime]:
    found = _IN.fullmatch(text)
    if found is None:
        return ()
    count = int(found["n"]) if found["n"].isdigit() else 1
    unit = found["unit"].lower()
    size = 43200 if unit.startswith("mo") else _UNITS[unit[0]]
    if count * size > FARTHEST / timedelta(minutes=1):
        raise Refused(f"“{text}” is too far away: at most five years.")
    return (now + timedelta(minutes=count * size),)


def _figures(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read “12/11” and “5.12.”; with a stroke, the order of day and month depends on who writes."""
    match = _FIGURES.fullmatch(text)
    if match is None or (match["sep"] == "." and not match["end"]):  # “5.12” is a time of day
        return ()
    at = _hour(match["rest"] or "")
    if at is None:
        return ()
    first, second = int(match["a"]), int(match["b"])
    orders = [(first, second), (second, first)] if match["sep"] == "/" else [(first, second)]
    if _MONTH_FIRST.match(zone.key):
        orders.reverse()
    days = [day for order in orders if (day := _date(*order, match["year"] or "", local.date())) is not None]
    if not days:
        raise Refused(f"“{text}” is not in the calendar.")
    if not match["year"] and len(days) == 2 and days[0] - local.date() > HALF_A_YEAR > days[1] - local.date():
        days.reverse()
    return tuple(instant(day, at, zone) for day in dict.fromkeys(days))


def _date(day: int, month: int, year: str, today: date) -> date | None:
    """Return the date, in the coming twelve months where no year is named; None when the calendar has none."""
    try:
        if year:
            return date(int(year) + 2000 * (len(year) == 2), month, day)
        this_year = today.replace(month=month, day=day) if day <= 28 else date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def _weekday_readings(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read the day of a week: “next Friday”, said in the same week, may be this one or the one after."""
    if match := _NEXT_WEEK.fullmatch(text):
        return _on_weekday(match["a"] or f"{match['b']}{match['rest']}", "next week", local, zone)
    first, _, rest = text.partition(" ")
    if first in ("next", "this", "on") and rest:
        return _on_weekday(rest, first, local, zone)
    return _on_weekday(text, "", local, zone)


def _on_weekday(text: str, which: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    name, _, rest = text.partition(" ")
    at = _hour(rest)
    if not _DAY.fullmatch(name) or at is None:
        return ()
    today, week = local.date(), timedelta(days=7)
    day = _weekday(today, DAYS.index(name[:3]))
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


def _named(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
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
        "eow": (_weekday(today, 4), WEEK_END),
        "end of week": (_weekday(today, 4), WEEK_END),
        "end of the week": (_weekday(today, 4), WEEK_END),
        "end of month": (_month_end(today), WEEK_END),
        "eom": (_month_end(today), WEEK_END),
        "end of the month": (_month_end(today), WEEK_END),
        "next week": (_weekday(following, 4), WEEK_END),
        "next month": (_month_end(_month_end(today) + timedelta(days=1)), WEEK_END),
    }
    if (past := _past(text, today)) is not None:
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


def _past(text: str, today: date) -> date | None:
    """Return a day that is gone by its words, such as “last Friday”; None for any other words."""
    which, _, name = text.partition(" ")
    if text in ("yesterday", "last night"):
        return today - timedelta(days=1)
    if which != "last":
        return None
    if _DAY.fullmatch(name):
        return _weekday(today, DAYS.index(name[:3])) - timedelta(days=7)
    return {"week": today - timedelta(days=7), "month": today.replace(day=1) - timedelta(days=1)}.get(name)


def _later(found: datetime, text: str, day: date, local: datetime, zone: ZoneInfo) -> datetime:
    """After the end of the day (or week) has passed, its last minute (or the next week's)."""
    if found > local:
        return found
    return found + timedelta(days=7) if "week" in text or text == "eow" else instant(day, time(23, 59), zone)


def _near(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Read today or tomorrow with a time of day."""
    first, _, rest = text.removeprefix("on ").partition(" ")
    at = _hour(rest)
    if first not in ("tomorrow", "tmrw", "today") or at is None:
        return ()
    return (instant(local.date() + timedelta(days=first != "today"), at, zone),)


def _hour(text: str) -> time | None:
    """Return the time of day behind a day: its end where none is named; None for other words.

    Raises:
        Refused: it is written as a time of day, and is none.
    """
    if re.fullmatch(r"(?:at )?\d{1,2}:\d{2}", text) and read_time(text.removeprefix("at ")) is None:
        raise Refused(f"“{text}” is no time of day.")
    named = {"": DAY_END, "eod": DAY_END, "noon": time(12), "morning": MORNING, "evening": time(20)}
    return read_time(text) or named.get(text.removeprefix("at "))


def _weekday(today: date, weekday: int) -> date:
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _month_end(today: date) -> date:
    following = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)


def _iso(text: str, zone: ZoneInfo) -> Sequence[datetime]:
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
        raise Refused(f"“{text}” is out of reach: at most five years.") from None


def _any(text: str, local: datetime, zone: ZoneInfo) -> Sequence[datetime]:
    """Whatever else is a date, by a library; only what names a day or an hour with a figure or a known word."""
    if shown := _SHOWN.fullmatch(text):
        text = shown["date"]
    if not re.search(r"\d", text) or len(text) > 60 or not re.search(r"[A-Za-zÀ-ÿ./-]", text):
        return ()
    import dateparser

    try:
        parsed = dateparser.parse(
            text,
            languages=LANGUAGES,
            settings={
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": local.replace(tzinfo=None),
                "REQUIRE_PARTS": ["day"],
            },
        )
    except (OverflowError, ValueError):
        raise Refused(f"“{text}” is no time I can work with.") from None
    if parsed is None:
        return ()
    bare = parsed.replace(tzinfo=None)
    at = DAY_END if bare.time() in (time(0), local.time()) else bare.time()
    return (instant(bare.date(), at, zone) if parsed.tzinfo is None else parsed.astimezone(UTC),)
