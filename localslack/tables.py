"""Blocks of rows: `table` and `data_table`.

Sources: docs.slack.dev/reference/block-kit/blocks/table-block and data-table-block. The pages differ in age: for the
rows of a data table (101 or 201) the smaller number is taken, so that what passes here passes there.
"""

from collections.abc import Iterator
from typing import Any

from localslack.rich_text import RICH_TEXT
from localslack.shapes.kind import Json, Kind, Place
from localslack.shapes.numbers import boolean, integer, number
from localslack.shapes.objects import items, one_of, record
from localslack.shapes.texts import choice, string

COLUMNS, TABLE_ROWS, DATA_ROWS, DATA_CHARACTERS = 20, 100, 101, 20_000

_CELLS = {
    "raw_text": Kind(needs={"text": string()}),
    "raw_number": Kind(needs={"value": number, "text": string()}),
    "rich_text": RICH_TEXT,
}
_ROW = items(one_of(_CELLS), COLUMNS)
_COLUMN = record(Kind(may={"align": choice("left", "center", "right"), "is_wrapped": boolean}))


def _column(value: Any, place: Place) -> list[str]:
    return [] if value is None else _COLUMN(value, place)  # null leaves a column as it is


def _same_width(block: Json, place: Place) -> list[str]:
    uneven = len({len(row) for row in block["rows"]}) > 1
    return [(place / "rows").fault("must have the same number of cells in each row")] if uneven else []


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        yield from (word for child in node for word in _words(child))
    elif isinstance(node, dict):
        yield from (value for key, value in node.items() if key == "text" and isinstance(value, str))
        yield from (word for value in node.values() if isinstance(value, list) for word in _words(value))


def _data_rules(block: Json, place: Place) -> list[str]:
    rows = block["rows"]
    rich = [n for n, cell in enumerate(rows[0]) if cell["type"] == "rich_text"]
    faults = [(place / "rows" / 0 / n).fault("unsupported type: rich_text") for n in rich]
    if sum(map(len, _words(rows))) > DATA_CHARACTERS:
        faults.append((place / "rows").fault(f"must be less than {DATA_CHARACTERS + 1} characters"))
    if block.get("row_header_column_index", 0) >= len(rows[0]):
        faults.append((place / "row_header_column_index").fault(f"must be less than {len(rows[0])}"))
    return faults


TABLE = Kind(
    needs={"rows": items(_ROW, TABLE_ROWS)}, may={"column_settings": items(_column, COLUMNS)}, rules=(_same_width,)
)
DATA_TABLE = Kind(
    needs={"rows": items(_ROW, DATA_ROWS, least=2), "caption": string()},
    may={"page_size": integer(1, 100), "row_header_column_index": integer(0)},
    rules=(_same_width, _data_rules),
)
