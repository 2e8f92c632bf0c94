"""Workbooks as Markdown tables: only filled cells count, however far apart they are."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from agents.reading.limits import Limits
from agents.reading.refusals import NotRead, Reason

Row = Mapping[int, str]  # the filled cells of a row, by their column


def to_markdown(data: bytes, limits: Limits) -> str:
    """Return each sheet of a workbook as a table under its name, up to the number of characters that is allowed.

    Raises:
        NotRead: it has too many cells.
        Exception: it is damaged.
    """
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    lines, length = list[str](), 0
    for name, rows in _sheets(book.worksheets, limits):
        for line in (f"## {name}", *_table(rows), ""):
            lines.append(line)
            length += len(line) + 1
            if length > limits.characters:
                return "\n".join(lines)
    return "\n".join(lines)


def _sheets(sheets: Iterable[Any], limits: Limits) -> Iterator[tuple[str, Sequence[Row]]]:
    cells, places = 0, 0
    for sheet in sheets:
        sheet.reset_dimensions()  # what it says of its own size is not believed
        rows = []
        for values in sheet.iter_rows(values_only=True):
            row = {n: _words(value) for n, value in enumerate(values) if value is not None and value != ""}
            cells, places = cells + len(row), places + len(values) + 1
            if cells > limits.cells or places > limits.places:
                raise NotRead(Reason.CELLS)
            if row:
                rows.append(row)
        if rows:
            yield str(sheet.title), rows


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Return the lines of a table of the columns that hold something; its first row is its head."""
    columns = sorted({column for row in rows for column in row})
    for n, row in enumerate(rows):
        yield f"| {' | '.join(row.get(column, '') for column in columns)} |"
        if n == 0:
            yield f"|{' --- |' * len(columns)}"


def _words(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
