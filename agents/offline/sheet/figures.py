"""The total, the mean and the gaps of a column, in words."""

import statistics

from agents.offline.column import Column, show
from agents.offline.figures import numbers
from agents.offline.left_out import told


def total_and_mean(column: Column, averaged: bool) -> list[str]:
    """Return the total and the mean, as far as they mean something."""
    told = [f"total {column.show(total_of(column))}"] if column.summed else []
    return [*told, f"mean of the rows {mean_of(column)} (not weighted)"] if averaged or not told else told


def own_total(column: Column) -> list[str]:
    """Return a line where the rows do not add up to the total that the table has."""
    total = total_of(column)
    if not column.summed or column.total is None or abs(column.total - total) <= 0.005:
        return []
    return [f"  - The table's own total is {column.show(column.total)}; the rows add up to {column.show(total)}"]


def total_of(column: Column) -> float:
    """Return the sum of the values."""
    return round(sum(v for v, _ in column.values), 6)


def mean_of(column: Column) -> str:
    """Return the mean of the values, with its unit."""
    return column.show(statistics.mean(v for v, _ in column.values))


def mixed_units(column: Column) -> str:
    """Return why values of several units are not added."""
    return f"in {' and '.join(column.units)}, so neither added nor averaged"


def rows_left_out(column: Column) -> str:
    """Return the rows without a number, in words."""
    return told(column.left_out)


def doubtful_value(column: Column) -> str:
    """Return how a doubtful value is read."""
    (value,) = numbers([column.doubtful])
    return f"“{column.doubtful}” is read as {show(value or 0)}, with a mark of thousands"
