"""The items that a person decided and can still take back, the newest first."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows.item_rows import item_of
from storage.rules.authority import Action, Claim
from storage.rules.values.item import Item
from storage.tables import decision, item


def undoable(read: Read, claim: Claim, most: int) -> tuple[Item, ...]:
    """Return what a person decided and can still take back, the newest first.

    Raises:
        Refused: they are no member.
    """
    access.check(read, claim, Action.LOOK)
    rows = read.conn.execute(
        sa.select(item)
        .join_from(item, decision, sa.and_(item.c.team == decision.c.team, item.c.id == decision.c.item_id))
        .where(item.c.team == claim.team, item.c.closed_at.is_(None), decision.c.who == claim.user)
        .where(decision.c.undone_at.is_(None), decision.c.effected_at.is_(None))
        .where(decision.c.effect_due > read.now)
        .order_by(decision.c.id.desc())
        .limit(most)
    ).all()
    return tuple(item_of(read, row) for row in rows)
