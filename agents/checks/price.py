"""Whether a draft names a price: a sum of money shows it."""

import re

from agents.checks.literal_findings import by_literals
from agents.checks.quoting import around, bare, quote
from storage.rules.values.check import Check, Finding

_SUM = re.compile(r"[€$£¥]\s?\d|\d[\d.,]{0,30}\s?(?:[€$£¥]|(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|pounds?)\b)", re.I)


def price(criterion: str, body: str, what: str) -> Check | None:
    """Return the check of a criterion about a price: a sum of money names it, the word alone leaves it in doubt."""
    sums = list(_SUM.finditer(body))
    if sums:
        near = next((m for m in sums if re.search(re.escape(bare(what)), around(body, m), re.I)), sums[0])
        return Check(criterion=criterion, finding=Finding.MET, evidence=f"“{around(body, near)}”")
    there = quote(body, what)
    return (
        Check(criterion=criterion, finding=Finding.IN_DOUBT, evidence=f"“{there}”")
        if there
        else by_literals(criterion, what, body, absent=False)
    )
