"""Sums of a table per group: per month of its dates, or per value of a column that is named."""

import re
from collections.abc import Callable, Sequence

from agents.offline.figures import numbers
from agents.offline.periods import SPANS, period
from agents.offline.remarks.terms import terms
from agents.offline.tables.table import Table

_PER = re.compile(r"\b(?:per|by|for each|for every|each)\s+(?:the\s+)?(?P<by>[a-zà-ÿ][\w-]*)", re.I)
_NO_GROUP = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|today|noon|[A-Z].*|[jfmasond]\w+ \d|row|of"
)

Sums = dict[str, list[float]]  # of each group, one for each column


def wanted(goal: str) -> str:
    """Return the word for the groups that a goal asks sums for (“per month”: month); empty when it names none."""
    found = (m["by"] for m in _PER.finditer(goal))
    return next((by.lower() for by in found if not _NO_GROUP.fullmatch(by)), "")


def sums(table: Table, rows: Sequence[tuple[str, ...]], by: str, columns: Sequence[int]) -> Sums | None:
    """Return the sums of columns for each group, in the order of the rows.
    None when there is no column to sum, or none that gives every row its group.
    """
    label = _labels(table, rows, by)
    if label is None or not columns:
        return None
    result: Sums = {}
    read = [numbers([row[column] for row in rows]) for column in columns]
    for at, row in enumerate(rows):
        said = label(row).strip() or EMPTY
        name = next((known for known in result if known.casefold() == said.casefold()), said)
        group = result.setdefault(name, [0.0] * len(columns))
        for n, values in enumerate(read):
            group[n] += values[at] or 0.0
    return result


EMPTY = "(empty)"  # names the group of rows that name none


def _labels(table: Table, rows: Sequence[tuple[str, ...]], by: str) -> Callable[[tuple[str, ...]], str] | None:
    """How a row tells its group."""
    named = next((c for c, name in enumerate(table.header) if set(terms(name)) & set(terms(by))), None)
    if named is not None and not (by in SPANS and all(_span(by, row[named]) for row in rows)):
        return lambda row: row[named]
    for column in range(len(rows[0]) if rows and by in SPANS else 0):
        if all(_span(by, row[column]) for row in rows):
            return lambda row, at=column: _span(by, row[at])  # type: ignore[misc]
    return None


def _span(by: str, cell: str) -> str:
    known = period(cell)
    return SPANS[by](known) if known is not None else ""
