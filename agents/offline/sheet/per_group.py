"""The sums of each group, in words."""

from collections.abc import Sequence

from agents.offline.column import Column
from agents.offline.columns import body
from agents.offline.groups import Sums, sums
from agents.offline.periods import SPANS
from agents.offline.tables.table import Table

MOST = 6  # groups in a summary


def ungrouped(by: str, every: Sequence[Column]) -> str:
    """Return why nothing is summed for each group."""
    if not any(c.summed for c in every):
        return f"Not summed per {by}: no column can be added up."
    if by in SPANS:
        return f"Not summed per {by}: no column has a date in each row that names its {by}."
    return f"Not summed per {by}: no column is called “{by}”. Give the table a first row with the names of its columns."


def groups_of(table: Table, columns: Sequence[Column], by: str) -> Sums | None:
    """Return the sums of the columns that can be added up, for each group."""
    return sums(table, body(table), by, [c.at for c in columns if c.summed])


def told_groups(columns: Sequence[Column], groups: Sums) -> list[str]:
    """Return a line for each group."""
    summed = [c for c in columns if c.summed]
    alone = len(summed) == 1
    return [
        f"- **{group}**: "
        + ", ".join(("" if alone else f"{c.name} ") + c.show(round(v, 6)) for c, v in zip(summed, values, strict=True))
        for group, values in groups.items()
    ]


def short_groups(columns: Sequence[Column], groups: Sums) -> str:
    """Return the sums of the first column, in short."""
    first = next(c for c in columns if c.summed)
    shown = [f"{group} {first.show(round(values[0], 6))}" for group, values in groups.items()]
    return ", ".join(shown[:MOST]) + (f" and {len(shown) - MOST} more" if len(shown) > MOST else "")
