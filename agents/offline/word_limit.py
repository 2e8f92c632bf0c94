"""The most words that a draft may have."""

import re
from collections.abc import Sequence

from agents.checks.length import is_of_the_whole

_LIMIT = re.compile(
    r"\b(?:((?<!no )(?<!not )(?<!not be )(?:under|below|fewer than|less than))|at most|max(?:imum)?|"
    r"(?:no|not)(?: be)? (?:more than|over)|within|up to|in)\s+(\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s+words",
    re.I,
)


def word_limit(criteria: Sequence[str]) -> int | None:
    """Return the most words that the criteria allow; None where they say nothing of it."""
    found = [(c, list(_LIMIT.finditer(c))) for c in criteria]
    whole = [match for criterion, matches in found if is_of_the_whole(criterion, matches) for match in matches]
    return min((int(re.sub(r"\D", "", m[2])) - (1 if m[1] else 0) for m in whole), default=None)
