"""Dates in their order, and actions by their dates."""

from agents.offline.plans.action import Action
from storage.rules.dates_in_text import Day


def in_order(actions: list[Action]) -> list[Action]:
    """Return actions by date, where all that have one name a day; else as they stand."""
    if any(a.by and not a.day for a in actions):
        return actions
    return sorted(actions, key=lambda a: (a.day is None, *order(a.day)))


def order(day: Day | None) -> tuple[int, int, int]:
    """Return a key to sort dates by; without a year, January to May come after the later months."""
    if day is None:
        return 0, 0, 0
    return day.year, day.month + (12 if not day.year and day.month < 6 else 0), day.day
