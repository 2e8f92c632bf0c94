"""What a reviewer began to write of a revision: kept until they send it, also for the version that came meanwhile."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.shelf.waiting import undecided
from storage.rules.authority import Action, Claim
from storage.rules.values.ask import Kind
from storage.tables import item


def keep(tx: Tx, claim: Claim, key: str, note: str) -> str:
    """Keep a note that was not taken, for the draft of its task that waits now; return the key of that item, "" where
    none waits for the person.

    Raises:
        Refused: it is somebody else's.
    """
    target, _ = access.bare_item(tx, claim, Action.REVISE, key)
    drafts = item.c.task_id == target.task.id, item.c.kind == str(Kind.DRAFT)
    waits = sa.select(item.c.id, item.c.key).where(*undecided(claim.team, claim.user), *drafts)
    row = tx.conn.execute(waits.order_by(item.c.id.desc()).limit(1)).first()
    if row is None or not note.strip():
        return ""
    mine = item.c.team == claim.team, item.c.id == row.id
    tx.conn.execute(sa.update(item).where(*mine).values(half_note=note.strip()))
    return str(row.key)
