"""Times of day as people write them, for collections."""

import re
from datetime import time, timedelta

from bot.setup.zones import zone as known_zone
from bot.words.days_of_week import days_of_week
from storage.rules.refusal import Refused
from storage.rules.values.schedule import WEEKDAYS

SHORTEST = timedelta(minutes=15)
MOST_TIMES = 12

NOISE = ("*", "at", "tz", "in", "zone")
ZONE = re.compile(r"\s(?P<zone>[A-Za-z]+/[A-Za-z_/+-]+|(?i:UTC|GMT))$")
_CLOCK = re.compile(
    r"(?:at\s+)?(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))?\s*(?P<half>am|pm)?(?:\s*(?:h|o'clock|uhr))?", re.I
)


def read_time(text: str) -> time | None:
    """Return the time of day that a text names; None when the text is no time."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hour, half = int(match["h"]), (match["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, int(match["m"] or 0))


def times_of_day(text: str, default: frozenset[int] = WEEKDAYS) -> tuple[tuple[time, ...], frozenset[int], str | None]:
    """Return times, days, and the zone where one is named, from “9:00 13:00 weekdays Europe/Rome”.

    Raises:
        Refused: with an example.
    """
    example = "For example: /collect at 9:00 13:00 16:30 weekdays"
    text = re.sub(r"(\d)\s+(am|pm)\b", r"\1\2", f" {text.strip()}", flags=re.I)
    named = ZONE.search(text)
    zone = named["zone"] if named else None
    zone = zone.upper() if zone is not None and "/" not in zone else zone
    if zone is not None and known_zone(zone) is None:
        raise Refused(f"I don't know the time zone “{zone}”. For example: Europe/Rome, America/New_York.")
    parts = (text[: named.start()] if named else text).replace(",", " ").replace(" and ", " ").split()
    days = days_of_week([p.lower() for p in parts if not p[0].isdigit() and p.lower() not in NOISE], default)
    if "*" in parts or any("*" in p for p in parts):
        raise Refused(f"I take times of day, at least 15 minutes apart, no cron. {example}")
    found = sorted({t for p in parts if p[0].isdigit() and (t := read_time(p)) is not None})
    bad = [p for p in parts if p[0].isdigit() and read_time(p) is None]
    if bad or not found:
        raise Refused(f"{'“' + bad[0] + '” is no time of day' if bad else 'I see no time of day in it'}. {example}")
    _check_apart(found)
    return tuple(found), days, zone


def _check_apart(times: list[time]) -> None:
    at = [timedelta(hours=t.hour, minutes=t.minute) for t in times]
    if len(times) > MOST_TIMES or any(b - a < SHORTEST for a, b in zip(at, at[1:], strict=False)):
        raise Refused(f"Collections are at least 15 minutes apart, at most {MOST_TIMES} a day: they are for deciding.")
