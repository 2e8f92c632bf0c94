"""The days of a worker's record, of which only the last ones count."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

DAYS, NEWEST = 90, 200  # days that are counted, and drafts whose time and cost are known
COUNTS = ("decided", "at_once", "judged", "strict", "kind", "doubted", "wrong")


def counts_of(days: Mapping[str, Sequence[int]], today: date) -> dict[str, int]:
    """Return the sums of the days that still count."""
    counted = [padded(counts) for day, counts in days.items() if day >= first_day(today)]
    return {name: sum(counts[n] for counts in counted) for n, name in enumerate(COUNTS)}


def padded(counts: Sequence[int]) -> list[int]:
    """Return the counts of a day, of which an older release kept fewer."""
    return [*counts, *[0] * (len(COUNTS) - len(counts))]


def first_day(today: date) -> str:
    """Return the first day that still counts."""
    return str(today - timedelta(days=DAYS))
