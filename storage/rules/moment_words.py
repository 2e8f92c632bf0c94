"""Moments with their dates, in a person's zone: nobody has to guess the day, and words that are kept are true later."""

from datetime import datetime
from zoneinfo import ZoneInfo


def dated(at: datetime, now: datetime, zone: str) -> str:
    """Return a moment with its date: “Fri 27 Nov 18:00”; of another year with that, too."""
    local = at.astimezone(ZoneInfo(zone))
    year = f" {local.year}" if local.year != now.astimezone(ZoneInfo(zone)).year else ""
    return f"{_date(local)}{year} {_clock(local)}"


def day(at: datetime, zone: str) -> str:
    """Return the date of a moment, with the time of day unless the day begins then: “Mon 30 Nov”."""
    local = at.astimezone(ZoneInfo(zone))
    return _date(local) if (local.hour, local.minute) == (0, 0) else f"{_date(local)} {_clock(local)}"


def _date(local: datetime) -> str:
    return f"{local:%a} {local.day} {local:%b}"


def _clock(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02}"
