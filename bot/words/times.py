"""Times of day as people write them, for collections."""

import re
from datetime import time, timedelta
from itertools import groupby

from bot.setup.zones import zone as known_zone
from bot.words.days_of_week import days_of_week
from storage.rules.refusal import Refused
from storage.rules.values.schedule import WEEKDAYS

SHORTEST = timedelta(minutes=15)
MOST_TIMES = 12

_JOINING = "at and on every each the um und am alle ore e à et y a las uhr o'clock o’clock tz in zone"
_NAMED = {"noon": "12:00", "midday": "12:00", "midnight": "0:00", "mittags": "12:00"}
_BETWEEN = re.compile(r"[,;&|]|(?<=\d)/(?=\d)")
_DOTS = re.compile(r"(?<![a-z])([ap])\.\s?m\b\.?")
_TWELVE = re.compile(r"\b12 (?=noon|midday|midnight)")
_RHYTHM = re.compile(r"\b(?:every|each)\s+\d{1,2}(?![\d:.h])(?!\s*[ap]m)|(?<![:.\d])\b\d{1,2}\s+(?:a\s+)?days?\b")
_GLUED = re.compile(r"(?P<hour>\d)\s+(?P<half>[ap]m|h)\b")
_FOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")  # “0900”
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
    text = f" {text.strip()}"
    named = ZONE.search(text)
    zone = _zone(named["zone"]) if named else None
    parts = _parts(text[: named.start()] if named else text)
    if any("*" in part for part in parts):
        raise Refused(f"I take times of day, at least 15 minutes apart, no cron. {example}")
    if _RHYTHM.search(text.lower()):
        raise Refused(f"I take times of day on days of the week, no other rhythm. {example}")
    days = days_of_week([part for part in parts if not part[0].isdigit()], default)
    if len([kind for kind, _ in groupby(parts, lambda part: part[0].isdigit()) if not kind]) > 1:
        raise Refused(f"“{text.strip()}”: say the days once, for all times. For example: 9:00 13:00 mon-sat")
    read = {part: read_time(part) for part in parts if part[0].isdigit()}
    found = sorted({at for at in read.values() if at is not None})
    bad = [part for part, at in read.items() if at is None]
    if bad or not found:
        raise Refused(f"{'“' + bad[0] + '” is no time of day' if bad else 'I see no time of day in it'}. {example}")
    _check_apart(found)
    return tuple(found), days, zone


def _zone(name: str) -> str:
    """Return the name of a time zone as the system spells it.

    Raises:
        Refused: there is no such time zone.
    """
    zone = name if "/" in name else name.upper()
    if known_zone(zone) is None:
        raise Refused(f"I don't know the time zone “{zone}”. For example: Europe/Rome, America/New_York.")
    return zone


def _parts(text: str) -> list[str]:
    """Return the times and the words for days in a text, without what only joins them; noon is 12:00."""
    text = _GLUED.sub(r"\g<hour>\g<half>", _BETWEEN.sub(" ", _TWELVE.sub("", _DOTS.sub(r"\1m", text.lower()))))
    parts = [_NAMED.get(part, part) for part in text.split() if part not in _JOINING.split()]
    return [f"{part[:2]}:{part[2:]}" if _FOUR.fullmatch(part) else part for part in parts]


def _check_apart(times: list[time]) -> None:
    at = [timedelta(hours=t.hour, minutes=t.minute) for t in times]
    if len(times) > MOST_TIMES or any(b - a < SHORTEST for a, b in zip(at, at[1:], strict=False)):
        raise Refused(f"Collections are at least 15 minutes apart, at most {MOST_TIMES} a day: they are for deciding.")
