"""Checks of texts: their length, their form, and which of a few they are."""

import re
from typing import Any

from localslack.shapes.kind import Check, Place


def string(most: int | None = None, least: int = 1) -> Check:
    """Return a check of a text's length in characters."""

    def check(value: Any, place: Place) -> list[str]:
        if not isinstance(value, str):
            return [place.fault("must provide a string")]
        if len(value) < least:
            return [place.fault(f"must be more than {least - 1} characters")]
        return [place.fault(f"must be less than {most + 1} characters")] if most and len(value) > most else []

    return check


def pattern(shape: str, words: str) -> Check:
    """Return a check of a text against a regular expression; `words` say what the text must be."""

    def check(value: Any, place: Place) -> list[str]:
        fits = isinstance(value, str) and re.fullmatch(shape, value, re.ASCII)
        return [] if fits else [place.fault(f"must be {words}")]

    return check


def choice(*values: str) -> Check:
    """Return a check that a text is one of these values."""

    def check(value: Any, place: Place) -> list[str]:
        fits = isinstance(value, str) and value in values
        return [] if fits else [place.fault(f"must be one of: {', '.join(values)}")]

    return check
