"""The checks of drafts from their rows."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.values.check import Check, Finding
from storage.tables import check


def load_checks(read: Read, team: str, drafts: Sequence[int]) -> dict[int, tuple[Check, ...]]:
    """Return the checks of drafts, by the draft's id."""
    if not drafts:
        return {}
    of_drafts = sa.select(check).where(check.c.team == team, check.c.draft_id.in_(drafts)).order_by(check.c.id)
    found = dict[int, tuple[Check, ...]]()
    for c in read.conn.execute(of_drafts):
        the_check = Check(
            criterion=c.criterion, finding=Finding(c.finding), evidence=c.evidence, must=c.must, wrong=c.wrong
        )
        found[c.draft_id] = (*found.get(c.draft_id, ()), the_check)
    return found
