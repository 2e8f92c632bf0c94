"""A moment in the words of a sentence that is kept: it names the day, since it may be read on another one."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

FAR = timedelta(days=300)  # a date so far ahead is told with its year


def moment_in_words(when: datetime, zone: str, now: datetime) -> str:
    """Return a moment as “Fri 4 Dec 18:00”, in a time zone."""
    local = when.astimezone(ZoneInfo(zone))
    year = f" {local.year}" if when - now > FAR else ""
    return f"{local:%a} {local.day} {local:%b}{year} {local.hour}:{local.minute:02}"
