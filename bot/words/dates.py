"""Due times as people write them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.setup.zones import zone as known_zone
from bot.words.any_date import any_date, check_in_calendar
from bot.words.day_and_month import in_figures
from bot.words.from_now import FARTHEST, from_now
from bot.words.iso_dates import in_iso
from bot.words.month_dates import month_date
from bot.words.named_dates import named_date
from bot.words.named_days import named_day
from bot.words.spoken_hours import plain_hours
from bot.words.times import ZONE
from bot.words.weekday_dates import weekday_readings
from bot.words.weekdays import in_english
from storage.rules.refusal import Reason, Refused

LONGEST = 100  # characters of a date with its zone


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
    if len(text) > LONGEST:
        return ()
    local, text = now.astimezone(where), plain_hours(text)
    english = in_english(text).removeprefix("the ")
    found = in_figures(text + "." * dotted, local, where)
    found = named_day(english + "." * dotted, local, where) if found is None else found
    if found is None:
        found = (
            from_now(text, local, where)
            or weekday_readings(english, local, where)
            or named_date(english, local, where)
            or month_date(english, local, where)
            or in_iso(text, where)
            or any_date(english, local, where)
        )
    if not found:
        check_in_calendar(text)
    if found and found[0] - now > FARTHEST:
        raise Refused(f"“{text}” is too far away: at most five years.", Reason.TOO_FAR)
    return found


def _split_zone(text: str, zone: str) -> tuple[str, ZoneInfo]:
    named = ZONE.search(text)
    if named is None:
        return text, ZoneInfo(zone)
    zone_info = known_zone(named["zone"])
    if zone_info is None:
        raise Refused(f"I don't know the time zone “{named['zone']}”. For example: Europe/Rome, America/New_York.")
    return text[: named.start()].strip(), zone_info
