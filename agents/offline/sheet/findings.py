"""What code alone can say about a column."""

from agents.offline.column import Column
from agents.offline.sheet.figures import (
    doubtful_value,
    mean_of,
    mixed_units,
    own_total,
    rows_left_out,
    total_and_mean,
    total_of,
)
from agents.offline.sheet.in_time import change_of
from agents.offline.sheet.outliers import outliers


def findings(column: Column, in_time: bool, averaged: bool) -> list[str]:
    """Return what code alone can say about a column."""
    gaps = [f"  - Left out, without a number: {rows_left_out(column)}"] if column.left_out else []
    read = [f"  - {doubtful_value(column)}"] if column.doubtful else []
    if column.mixed:
        return [f"- **{column.name}**: {mixed_units(column)}", *gaps, *read]
    high, low = max(column.values), min(column.values)
    ends = f"highest {column.show(high[0])} ({high[1]}), lowest {column.show(low[0])} ({low[1]})"
    lines = [f"- **{column.name}**: {', '.join(total_and_mean(column, averaged))}; {ends}"]
    if in_time and len(column.values) > 2:
        lines.append(f"  - {change_of(column)}")
    odd = ", ".join(f"{column.show(v)} ({n})" for v, n in outliers(column))
    lines += [f"  - Stands out: {odd}"] if odd else []
    return [*lines, *own_total(column), *gaps, *read]


def headline(column: Column, averaged: bool) -> str:
    """Return the most important thing to know about a column."""
    without = f", without {rows_left_out(column)}" if column.left_out else ""
    if column.mixed:
        return f"{column.name}: {mixed_units(column)}{without}"
    high = max(column.values)
    if averaged:
        return f"{column.name}: mean of the rows {mean_of(column)}{without}"
    if column.summed:
        return f"{column.name}: {column.show(total_of(column))} in total, most in {high[1]}{without}"
    return f"{column.name}: highest in {high[1]} ({column.show(high[0])}){without}"
