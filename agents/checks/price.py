"""Whether a draft names a price: a sum of money shows it."""

import re

from agents.checks.literal_findings import by_literals
from agents.checks.quoting import around, bare, quote
from agents.checks.sums import sums
from storage.rules.values.check import Check, Finding

ANY_SUM = frozenset({"price", "prices", "cost", "costs", "amount", "amounts", "fee", "fees"})


def price(criterion: str, body: str, what: str) -> Check | None:
    """Return the check of a criterion about a price: a sum of money names it, the word alone leaves it in doubt.

    So does a sum by itself where a salary or a budget is asked for.
    """
    found = list(sums(body))
    if found:
        near = next((m for m in found if re.search(re.escape(bare(what)), around(body, m), re.I)), None)
        sure = near is not None or bare(what).lower() in ANY_SUM
        finding = Finding.MET if sure else Finding.IN_DOUBT
        return Check(criterion=criterion, finding=finding, evidence=f"“{around(body, near or found[0])}”")
    there = quote(body, what)
    return (
        Check(criterion=criterion, finding=Finding.IN_DOUBT, evidence=f"“{there}”")
        if there
        else by_literals(criterion, what, body, absent=False)
    )
