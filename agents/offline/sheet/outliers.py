"""Which values of a column stand out."""

import statistics

from agents.offline.column import Column

ENOUGH = 5  # numbers of a column that an outlier can be told from


def outliers(column: Column) -> list[tuple[float, str]]:
    """Return the values far outside the middle half (Tukey's fences), with their labels; none for few numbers."""
    values = [v for v, _ in column.values]
    if len(values) < ENOUGH:
        return []
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    reach = 1.5 * (high - low)
    return [(v, n) for v, n in column.values if v < low - reach or v > high + reach]
