"""Points in time as a person reads them, in their own zone."""

from datetime import datetime
from zoneinfo import ZoneInfo


def clock(at: datetime, zone: str) -> str:
    """Return the time of day in a person's zone: “9:05”."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.hour}:{local.minute:02}"


def second(at: datetime, zone: str) -> str:
    """Return a time of day with its seconds."""
    return f"{clock(at, zone)}:{at.second:02}"


def moment(at: datetime, now: datetime, zone: str) -> str:
    """Return a time as a person reads it: “16:30”, “tomorrow 9:00”, “Fri 17:00” within a week, else “12 Dec 9:00”."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (local.date() - today).days
    if days == 0:
        return clock(at, zone)
    if days == 1:
        return f"tomorrow {clock(at, zone)}"
    if days == -1:
        return f"yesterday {clock(at, zone)}"
    if 1 < days < 7:
        return f"{local:%a} {clock(at, zone)}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {local:%b}{year} {clock(at, zone)}"


def at(when: datetime, now: datetime, zone: str) -> str:
    """Return a moment for the middle of a sentence: “at 16:30”, but “tomorrow 9:00”."""
    said = moment(when, now, zone)
    return f"at {said}" if said[0].isdigit() and len(said) <= 5 else said


def zone_city(zone: str) -> str:
    """Return the city of a time zone: “New York” for America/New_York."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
