"""The first look of a reviewer at the whole of a draft."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.rules.authority import Action, Claim
from storage.tables import item


def opened(tx: Tx, claim: Claim, key: str) -> bool:
    """Note a look at the whole; return whether it is the reviewer's first, which starts the measured decision time."""
    target = access.item(tx, claim, Action.READ, key)
    if target.reviewer != claim.user:
        return False
    looked = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == claim.team, item.c.id == target.id, item.c.opened_at.is_(None))
        .values(opened_at=tx.now)
    )
    return looked.rowcount == 1
