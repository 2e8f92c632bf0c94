"""Checks of numbers, and of true and false."""

from typing import Any

from localslack.shapes.kind import Check, Place


def integer(least: int, most: int | None = None) -> Check:
    """Return a check of a whole number; true and false do not count as numbers."""

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            return [place.fault("must provide an integer")]
        if value < least:
            return [place.fault(f"must be greater than {least - 1}")]
        return [place.fault(f"must be less than {most + 1}")] if most is not None and value > most else []

    return check


def number(value: Any, place: Place) -> list[str]:
    """Return a fault unless the value is a number; true and false do not count as numbers."""
    fits = isinstance(value, int | float) and not isinstance(value, bool)
    return [] if fits else [place.fault("must provide a number")]


def boolean(value: Any, place: Place) -> list[str]:
    """Return a fault unless the value is true or false."""
    return [] if isinstance(value, bool) else [place.fault("must provide a boolean")]
