"""A sheet of rows as CSV and as JSON, without a cell that is worked out."""

import csv
import io
import json
from collections.abc import Mapping, Sequence

Row = Mapping[str, str | int | float | None]
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # a cell that begins so is worked out by Excel and its like


def as_csv(sheet: Sequence[Row]) -> str:
    """Return rows as CSV with a line of titles; no cell of it is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(sheet[0])
    writer.writerows([harmless(value) for value in row.values()] for row in sheet)
    return text.getvalue()


def harmless(value: str | int | float | None) -> str | int | float | None:
    """Return a cell's value so that no program takes its text for a formula."""
    if not isinstance(value, str):
        return value
    line = "".join(" " if ord(letter) < 32 else letter for letter in value)
    return f"'{line}" if line.lstrip().startswith(FORMULA) else line


def as_json(sheet: Sequence[Row]) -> str:
    """Return rows as JSON: a list of objects."""
    return json.dumps([dict(row) for row in sheet], ensure_ascii=False, indent=1) + "\n"
