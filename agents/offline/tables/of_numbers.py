"""Rows as a table, where they have columns of numbers, or three columns of short cells and more."""

import re
from collections.abc import Sequence

from agents.offline.figures import number
from agents.offline.tables.rows import WORDS
from agents.offline.tables.table import Table

_YEAR = re.compile(r"(?:19|20)\d\d")


def of_numbers(source: str, rows: Sequence[tuple[str, ...]], least: int) -> Table | None:
    """Return rows as a table; None where they are none."""
    width = len(rows[0]) if rows else 0
    if len(rows) < least or width < 2:
        return None
    numeric = [c for c in range(width) if _mostly_numbers([r[c] for r in rows[1:]])]
    headed = not any(number(rows[0][c]) is not None for c in numeric) or _named_by_years(rows, numeric)
    short = all(len(c.split()) <= WORDS and not c.endswith(".") for r in rows for c in r)
    if not (numeric and (short or width > 2)) and not (width > 2 and short and len(rows) > 2):
        return None
    if numeric == [] and not headed:
        return None
    if len(rows) < 3 and not headed:
        return None
    return Table(source, tuple(rows[0]) if headed else (), tuple(rows[1:] if headed else rows))


def _named_by_years(rows: Sequence[tuple[str, ...]], numeric: Sequence[int]) -> bool:
    """Whether the first row names its columns by years, and the numbers below them are none."""
    years = [c for c in numeric if _YEAR.fullmatch(rows[0][c])]
    below = any(not _YEAR.fullmatch(row[c]) for c in years for row in rows[1:])
    return len(years) == len(numeric) > 1 and number(rows[0][0]) is None and below


def _mostly_numbers(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c]
    return bool(filled) and sum(number(c) is not None for c in filled) * 2 >= len(filled)
