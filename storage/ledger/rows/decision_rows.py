"""A decision from its row."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.values.decision import Decision, Verdict
from storage.tables import decision


def live_decisions(read: Read, team: str, items: Sequence[int]) -> dict[int, Decision]:
    """Return the decisions on items that were not undone, by the item's id."""
    live = decision.c.team == team, decision.c.item_id.in_(items), decision.c.undone_at.is_(None)
    return {row.item_id: decision_of(row) for row in read.conn.execute(sa.select(decision).where(*live))}


def decision_of(row: Any) -> Decision:
    """Return the decision that a row holds."""
    return Decision(
        id=row.id,
        verdict=Verdict(row.verdict),
        draft_version=row.draft_version,
        who=row.who,
        at=row.at,
        effect_due=row.effect_due,
        note=row.note,
        points=tuple(row.points),
        effected_at=row.effected_at,
        undone_at=row.undone_at,
        result=row.result,
        change=row.change,
        seconds=row.seconds,
        together=row.together,
    )
