"""The things that a line lists."""

import re

LONGEST_ENTRY = 6  # words


def named(text: str) -> list[str]:
    """Return the things that a line lists (“pears, apples and figs”); empty when the line is not such a list.

    Semicolons part before commas: “Rossi, Anna; Verdi, Bob” names two.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    complete = len(parts) > 1 and len({len(re.split(r",\s+", part)) for part in parts}) == 1
    found = parts if complete else [entry for part in parts for entry in _between_commas(part)]
    return found if len(found) > 1 and all(map(is_entry, found)) else []


def _between_commas(text: str) -> list[str]:
    *first, last = re.split(r",\s+", text)
    ends = re.split(r"^(?:and|und|ed?|et|y)\s+|\s+(?:and|und|ed?|et|y)\s+", last, flags=re.I) if first else [last]
    return [entry.strip() for entry in (*first, *ends) if entry.strip()]


def is_entry(text: str) -> bool:
    """Tell whether a text is an entry of a list and not a sentence."""
    return len(text.split()) <= LONGEST_ENTRY and re.search(r"[.!?:]\W*$", text) is None
