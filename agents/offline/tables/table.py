"""A table, and its Markdown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header; every row has the header's width. `header` is empty where the text has none."""

    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def name(self, column: int) -> str:
        """Return the name of a column."""
        return self.header[column] if self.header and self.header[column] else f"column {column + 1}"


def as_markdown(table: Table, most: int = 30) -> list[str]:
    """Return a table as Markdown lines; of a long table, the first rows and how many more there are."""
    header = table.header or tuple("" for _ in table.rows[0])
    rows = [f"| {' | '.join(c.replace('|', '/') for c in r)} |" for r in table.rows[:most]]
    left = len(table.rows) - most
    more = [f"({left} more row{'' if left == 1 else 's'} in {table.source})"] if left > 0 else []
    return [f"| {' | '.join(header)} |", "|" + " --- |" * len(header), *rows, *more]
