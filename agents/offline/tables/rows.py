"""A line as the cells of a row."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from functools import partial

from storage.rules.dates_in_text import days

MARKS = ("|", "\t", ";", ",")
WORDS = 6  # of a cell that is no sentence
_NUMBERED = re.compile(r"([^\W\d_][^\d,]*?)[:\s]\s*([-+€$£]?\s?\d[\d.,]*\s?(?:[%€$£]|(?:EUR|USD|GBP|CHF)\b)?)")
_DECIMAL = re.compile(  # the only comma of “Rent: 1.200,50 €” stands in its number
    r"[^\W\d][^\d,]*[:\s]\s*[-+]?[€$£]?\s?\d{1,3}(?:\.?\d{3})*,\d{1,2}\s?(?:[%€$£]|(?:EUR|USD|GBP|CHF)\b)?"
)


def _cells(mark: str, line: str) -> tuple[str, ...]:
    """The cells of a line between marks; none where it is a sentence with commas."""
    line = line.strip()
    if (
        mark not in line
        or line.startswith(("#", "- ", "* ", "• "))
        or (mark == "," and line.endswith((".", "?", "!", ":")))
    ):
        return ()
    bare = line.strip("|") if mark == "|" else line
    try:
        return tuple(c.strip() for c in next(csv.reader(io.StringIO(bare), delimiter=mark)))
    except (csv.Error, StopIteration):
        return ()


def is_decimal(line: str) -> bool:
    """Tell whether the comma of a line belongs to the number at its end (“Rent: 80,50”), and not behind a date."""
    bare = line.strip()
    return _DECIMAL.fullmatch(bare) is not None and not any(day.start == 0 for day in days(bare))


def numbered(line: str) -> tuple[str, ...]:
    """Return a name and its number as two cells (“Jan 10”); none where a line is not such a pair."""
    match = _NUMBERED.fullmatch(line.strip())
    return (match[1].strip(" :"), match[2].strip()) if match and len(match[1].split()) <= 3 else ()


SPLITS: Sequence[Callable[[str], tuple[str, ...]]] = (*(partial(_cells, mark) for mark in MARKS), numbered)
