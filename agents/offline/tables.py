"""Tables in a text: lines with the same number of cells, under the header that they have."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from agents.offline.figures import number
from storage.rules.dates_in_text import days

MARKS = ("|", "\t", ";", ",")
WORDS = 6  # of a cell that is no sentence
DATE = 4  # words of a date, with its weekday
FILES = (".csv", ".tsv")  # all that stands in them are rows
_RULE = re.compile(r"[|:\s+-]*-[|:\s+-]*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOSE = re.compile(r"[,;]\s")  # as in a sentence
_NUMBERED = re.compile(r"([^\W\d_][^\d,]*?)[:\s]\s*([-+€$£]?\s?\d[\d.,]*\s?(?:[%€$£]|(?:EUR|USD|GBP|CHF)\b)?)")
_DECIMAL = re.compile(  # the only comma of “Rent: 1.200,50 €” stands in its number
    r"[^\W\d][^\d,]*[:\s]\s*[-+]?[€$£]?\s?\d{1,3}(?:\.?\d{3})*,\d{1,2}\s?(?:[%€$£]|(?:EUR|USD|GBP|CHF)\b)?"
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; every row has the header's width. `header` is empty where the text has none."""

    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def name(self, column: int) -> str:
        """Return the name of a column."""
        return self.header[column] if self.header and self.header[column] else f"column {column + 1}"


MANY = 60  # lines that look like rows and are no table: none is looked for among them any more


def split_tables(source: str, text: str) -> tuple[str, list[Table]]:
    """Return (text without its tables, tables)."""
    lines, rest, tables = text.splitlines(), list[str](), list[Table]()
    at = 0
    while at < len(lines):
        table, end = _table(source, lines, at)
        if table is None:
            end = max(end, at + 1)
            rest += lines[at:end]
        else:
            tables.append(table)
        at = end
    return "\n".join(rest), tables


def _table(source: str, lines: Sequence[str], at: int) -> tuple[Table | None, int]:
    """The table that begins at a line, and where it ends; where many lines in a row are none, the end of those."""
    if not lines[at].strip():
        return None, at
    longest = at
    for split in SPLITS:
        rows, end = list[tuple[str, ...]](), at
        while end < len(lines) and (cells := split(lines[end])) and (not rows or len(cells) == len(rows[0])):
            rows.append(cells)
            end += 1
            while end < len(lines) and lines[end].strip() and _RULE.fullmatch(lines[end].strip()):
                end += 1
        if split is SPLITS[MARKS.index(",")] and all(map(_is_decimal, lines[at:end])):
            continue
        if (table := _headed(source, rows, 2 if split in SPLITS[:2] else 3)) is not None:
            return table, end
        if split is not _numbered and (table := _of_words(source, rows, lines[at:end])) is not None:
            return table, end
        longest = max(longest, end)
    return None, longest if longest - at > MANY else at  # else each of a thousand lines would be tried with the rest


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


def _is_decimal(line: str) -> bool:
    """Whether the comma of a line belongs to the number at its end (“Rent: 80,50”), and not behind a date."""
    bare = line.strip()
    return _DECIMAL.fullmatch(bare) is not None and not any(day.start == 0 for day in days(bare))


def _numbered(line: str) -> tuple[str, ...]:
    """“Jan 10”: a name and its number."""
    match = _NUMBERED.fullmatch(line.strip())
    return (match[1].strip(" :"), match[2].strip()) if match and len(match[1].split()) <= 3 else ()


SPLITS: Sequence[Callable[[str], tuple[str, ...]]] = (*(partial(_cells, mark) for mark in MARKS), _numbered)


def _headed(source: str, rows: Sequence[tuple[str, ...]], least: int) -> Table | None:
    """Rows as a table, where they are one: columns of numbers, or three columns of short cells and more."""
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


def _of_words(source: str, rows: Sequence[tuple[str, ...]], lines: Sequence[str]) -> Table | None:
    """Rows of words as a table: two columns are enough where their marks stand as in a file, or one column has dates.

    “Paris, France” is an entry of a list, “Acme, 10 January” under “Name, Due” is a row.
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


def _mostly_numbers(cells: Sequence[str]) -> bool:
    filled = [c for c in cells if c]
    return bool(filled) and sum(number(c) is not None for c in filled) * 2 >= len(filled)


def as_markdown(table: Table, most: int = 30) -> list[str]:
    """Return a table as Markdown lines; of a long table, the first rows and how many more there are."""
    header = table.header or tuple("" for _ in table.rows[0])
    rows = [f"| {' | '.join(c.replace('|', '/') for c in r)} |" for r in table.rows[:most]]
    left = len(table.rows) - most
    more = [f"({left} more row{'' if left == 1 else 's'} in {table.source})"] if left > 0 else []
    return [f"| {' | '.join(header)} |", "|" + " --- |" * len(header), *rows, *more]
