"""A decision from its row."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
from storage.rules.values.decision import Decision, Verdict
from storage.tables import decision


@Statement
def _live(team: str, items: Sequence[int]) -> sa.Select[Any]:
    of_items = decision.c.team == team, one_of(decision.c.item_id, items), decision.c.undone_at.is_(None)
    return sa.select(decision).where(*of_items)


@Statement
def _live_of_one(team: str, item_id: int) -> sa.Select[Any]:
    of_item = decision.c.team == team, decision.c.item_id == item_id, decision.c.undone_at.is_(None)
    return sa.select(decision).where(*of_item)


def live_decisions(read: Read, team: str, items: Sequence[int]) -> dict[int, Decision]:
    """Return the decisions on items that were not undone, by the item's id."""
    # PostgreSQL plans for one value better than for several whose number it does not know.
    rows = _live_of_one.all(read.conn, team, items[0]) if len(items) == 1 else _live.all(read.conn, team, items)
    return {row.item_id: decision_of(row) for row in rows}


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
