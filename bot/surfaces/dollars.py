"""A sum of dollars, as a person types it."""

import re

from storage.rules.budget import DOLLAR

MOST = 1_000_000  # dollars
_SUM = re.compile(r"\$?\s*(?P<dollars>[0-9]{1,7})(?:[.,](?P<cents>[0-9]{1,2}))?\s*(?:\$|dollars?)?", re.I)


def budget_of(text: str) -> int | None:
    """Return a sum of dollars in millionths; None for what is none, or is more than anybody means."""
    read = _SUM.fullmatch(text.strip())
    if read is None:
        return None
    budget = int(read["dollars"]) * DOLLAR + int((read["cents"] or "0").ljust(2, "0")) * DOLLAR // 100
    return budget if budget <= MOST * DOLLAR else None
