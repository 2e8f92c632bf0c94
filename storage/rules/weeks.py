"""The weeks of a person, in their zone."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from storage.rules.facts import Facts


def weeks(facts: Facts) -> tuple[date, ...]:
    """Return the Monday of each week from the first to the present one."""
    last = week_of(facts.now, facts.zone)
    return tuple(facts.first + timedelta(weeks=n) for n in range((last - facts.first).days // 7 + 1))


def week_of(at: datetime, zone: str) -> date:
    """Return the Monday of the week of an instant, in a person's zone."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return day - timedelta(days=day.weekday())
