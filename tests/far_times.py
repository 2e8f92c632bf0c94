"""A time of collection that no test meets by chance."""

from datetime import datetime, time, timedelta


def far_from(now: datetime) -> time:
    """Return the minute of the day that is twelve hours from now."""
    return (now + timedelta(hours=12)).time().replace(second=0, microsecond=0, tzinfo=None)
