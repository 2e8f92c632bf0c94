"""Whether the rows of a table follow one another in time, and what changed from the first to the last."""

import re
from itertools import pairwise

from agents.offline.column import Column
from agents.offline.periods import period
from storage.rules.dates_in_text import month_number

_WORD = re.compile(r"[^\W\d_]+")
_IN_TIME = re.compile(
    r"Q[1-4]\b|(?:week|w|kw|day|month)\s?\d|(?:19|20)\d\d\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I
)
HALF = 6  # months back, and a new year begins


def change_of(column: Column) -> str:
    """Return the change from the first row to the last: of a percentage in points."""
    (first, began), (last, ended) = column.values[0], column.values[-1]
    words = f"{began} to {ended}: {column.show(first)} to {column.show(last)}"
    if column.percent:
        return f"{words} ({last - first:+.1f} points)"
    return f"{words} ({(last / first - 1) * 100:+.0f} %)" if first > 0 else words


def _names_time(label: str) -> bool:
    word = _WORD.match(label)
    return _IN_TIME.match(label) is not None or (word is not None and month_number(word[0]) > 0)


def is_in_time(column: Column) -> bool:
    """Tell whether the rows follow one another in time, so that a change from the first to the last means something."""
    labels = [label for _, label in column.values]
    if not all(map(_names_time, labels)) or len(set(labels)) < len(labels):
        return False
    known = [p for p in map(period, labels) if p is not None]
    if len(known) < len(labels):
        return True
    at = [(p.year, p.month, p.day) for p in known]
    turns = [(earlier, later) for earlier, later in pairwise(at) if later <= earlier]
    new_year = len(turns) == 1 and not any(p.year for p in known) and turns[0][0][1] - turns[0][1][1] >= HALF
    return not turns or (new_year and at[-1] < at[0])
