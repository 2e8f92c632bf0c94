"""Finds a series for who may act on it."""

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.series.series_rows import find
from storage.rules.authority import UNKNOWN, Action, Claim, Roles
from storage.rules.refusal import Reason, Refused
from storage.rules.values.series import Series


def theirs(read: Read, claim: Claim, action: Action, *, key: str | None = None, number: int | None = None) -> Series:
    """Return a series, if the person of the claim may act on it.

    Raises:
        Refused: there is none, or they may not, in the same words.
    """
    target = find(read, claim.team, key=key, number=number)
    roles = Roles(claim.team, target.assigner, target.reviewer) if target else Roles(claim.team)
    access.check(read, claim, action, roles)
    if target is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return target
