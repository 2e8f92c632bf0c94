"""The most words that a draft may have."""

import re
from collections.abc import Sequence

_LIMIT = re.compile(
    r"\b(?:((?<!no )(?<!not )(?<!not be )(?:under|below|fewer than|less than))|at most|max(?:imum)?|"
    r"(?:no|not)(?: be)? (?:more than|over)|within|up to|in)\s+(\d+)\s+words",
    re.I,
)


def word_limit(criteria: Sequence[str]) -> int | None:
    """Return the most words that the criteria allow; None where they say nothing of it."""
    limits = [int(m[2]) - (1 if m[1] else 0) for c in criteria if (m := _LIMIT.search(c))]
    return min(limits, default=None)
