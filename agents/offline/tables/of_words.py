"""Rows of words as a table, where they stand in a file, or one column has dates."""

import re
from collections.abc import Sequence

from agents.offline.tables.rows import WORDS
from agents.offline.tables.table import Table
from storage.rules.dates_in_text import days

DATE = 4  # words of a date, with its weekday
FILES = (".csv", ".tsv")  # all that stands in them are rows
_LOOSE = re.compile(r"[,;]\s")  # as in a sentence


def of_words(source: str, rows: Sequence[tuple[str, ...]], lines: Sequence[str]) -> Table | None:
    """Return rows of words as a table; None where they are none.

    Two columns are enough where their marks stand as in a file, or one column has dates: “Paris, France” is an entry of
    a list, “Acme, 10 January” under “Name, Due” is a row.
    """
    if len(rows) < 2 or len(rows[0]) < 2 or not all(rows[0]) or any(not row[0] for row in rows):
        return None
    dated = [c for c in range(len(rows[0])) if _mostly_dates([r[c] for r in rows[1:]])]
    short = all(len(c.split()) <= WORDS and not c.endswith(".") for r in rows for c in r)
    loose = any(_LOOSE.search(line) for line in lines)
    if not source.lower().endswith(FILES) and (not short or (loose and not dated)):
        return None
    headed = not any(_date(rows[0][c]) for c in dated)
    return Table(source, tuple(rows[0]) if headed else (), tuple(rows[1:] if headed else rows))


def _mostly_dates(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c]
    return bool(filled) and sum(map(_date, filled)) * 2 >= len(filled)


def _date(cell: str) -> bool:
    """Whether a cell is a date, and not a sentence with one."""
    return len(cell.split()) <= DATE and any(True for _ in days(cell))
