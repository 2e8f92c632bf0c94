"""The tables of a text: lines with the same number of cells, under the header that they have."""

import re
from collections.abc import Sequence

from agents.offline.tables.of_numbers import of_numbers
from agents.offline.tables.of_words import of_words
from agents.offline.tables.rows import MARKS, SPLITS, is_decimal, numbered
from agents.offline.tables.table import Table

_RULE = re.compile(r"[|:\s+-]*-[|:\s+-]*")

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
        if split is SPLITS[MARKS.index(",")] and all(map(is_decimal, lines[at:end])):
            continue
        if (table := of_numbers(source, rows, 2 if split in SPLITS[:2] else 3)) is not None:
            return table, end
        if split is not numbered and (table := of_words(source, rows, lines[at:end])) is not None:
            return table, end
        longest = max(longest, end)
    return None, longest if longest - at > MANY else at  # else each of a thousand lines would be tried with the rest
