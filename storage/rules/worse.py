"""Which checks an edit made worse."""

from collections.abc import Sequence
from dataclasses import replace

from storage.rules.values.check import DOUBTFUL, Check, Finding


def worse(before: Sequence[Check], after: Sequence[Check]) -> tuple[Check, ...]:
    """Return the checks that a new version meets no more, or that are in doubt or not met only in it."""
    findings = {check.criterion: check.finding for check in before}
    still = {check.criterion for check in after}
    gone = (check for check in before if check.finding is Finding.MET and check.criterion not in still)
    unmade = (replace(check, finding=Finding.NOT_CHECKED, evidence="") for check in gone)
    return (*(check for check in after if _is_worse(findings.get(check.criterion), check.finding)), *unmade)


def _is_worse(was: Finding | None, now: Finding) -> bool:
    if was is Finding.MET:
        return now is not Finding.MET
    return now in DOUBTFUL and was is not now
