"""Workbooks as Markdown tables: only filled cells count, however far apart they are."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from agents.reading.limits import Limits
from agents.reading.refusals import NotRead, Reason

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_EMPTY = re.compile(rb"<f[ >][^<]{0,9000}</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
MORE = 2  # characters beyond the limit, without which whoever cuts the text sees no reason to say so
Row = Mapping[int, str]  # the filled cells of a row, by their column


def to_markdown(data: bytes, limits: Limits) -> str:
    """Return each sheet of a workbook as a table under its name, up to the number of characters that is allowed.

    Raises:
        NotRead: it has too many cells.
        Exception: it is damaged.
    """
    from openpyxl import load_workbook

    told = _without_value(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    lines, length = list[str](), 0
    for name, rows in _sheets(book.worksheets, limits):
        for line in (f"## {name}", *_table(rows), ""):
            lines.append(line)
            length += len(line) + 1
            if length > limits.characters + MORE:
                return "\n".join(lines)
    return "\n".join([*lines, *told])


def _without_value(data: bytes) -> tuple[str, ...]:
    """Return a line that counts the formulas whose results nobody has stored; none where there are none.

    Source: ECMA-376 part 1, 18.3.1.4 (cells); whoever writes a workbook without working it out stores no values.
    """
    count = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if _SHEET.fullmatch(name):
                count += sum(1 for _ in _EMPTY.finditer(archive.read(name)))
    return (f"({count} formulas have no stored result: open the file in Excel, save it, and bring it again.)",) * (
        count > 0
    )


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
