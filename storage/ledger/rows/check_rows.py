"""The checks of drafts from their rows."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
from storage.rules.values.check import Check, Finding
from storage.tables import check


@Statement
def _checks(team: str, drafts: Sequence[int]) -> sa.Select[Any]:
    return sa.select(check).where(check.c.team == team, one_of(check.c.draft_id, drafts)).order_by(check.c.id)


def load_checks(read: Read, team: str, drafts: Sequence[int]) -> dict[int, tuple[Check, ...]]:
    """Return the checks of drafts, by the draft's id."""
    if not drafts:
        return {}
    found = dict[int, tuple[Check, ...]]()
    for c in _checks.all(read.conn, team, drafts):
        the_check = Check(
            criterion=c.criterion, finding=Finding(c.finding), evidence=c.evidence, must=c.must, wrong=c.wrong
        )
        found[c.draft_id] = (*found.get(c.draft_id, ()), the_check)
    return found
