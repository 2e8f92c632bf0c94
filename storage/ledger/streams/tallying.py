"""The figures of a stream's decisions."""

from collections.abc import Sequence
from statistics import median
from typing import Any

from storage.rules.pages.streams import Tally
from storage.rules.spreads import LEAST
from storage.rules.values.decision import Verdict


def tally_of(rows: Sequence[Any]) -> Tally:
    """Return the figures of decisions."""
    by_rule = sum(not row.who for row in rows)
    rows = [row for row in rows if row.who]  # what rules decided is nobody's decision
    approved = [row for row in rows if row.verdict == Verdict.APPROVE]
    return Tally(
        decided=len(rows),
        approved=len(approved),
        at_once=sum(not row.base for row in approved),
        wait=median((row.at - row.made_at).total_seconds() for row in rows) if len(rows) >= LEAST else None,
        by_rule=by_rule,
    )
