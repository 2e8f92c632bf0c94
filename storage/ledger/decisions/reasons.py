"""The reason for a rejection, added afterwards."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions.deciding import reread
from storage.ledger.messages.redraws import redraw
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Refused, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.tables import decision


def add_reason(tx: Tx, claim: Claim, key: str, reason: str) -> Item:
    """Add a reason to a rejection afterwards, and return the item."""
    item = access.item(tx, claim, Action.REJECT, key)
    if item.decision is None or item.decision.verdict is not Verdict.REJECT or item.decision.who != claim.user:
        raise Stale("There is no rejection of yours to add a reason to.")
    if not reason.strip():
        raise Refused("Write the reason, or close this.")
    if item.decision.note == reason.strip():
        return item
    mine = decision.c.team == claim.team, decision.c.id == item.decision.id
    tx.conn.execute(sa.update(decision).where(*mine).values(note=reason.strip()))
    tx.note(claim.team, claim.user, Happening.REASON, item.task.name, why=reason.strip())
    redraw(tx, claim.team, item.id)
    return reread(tx, item)
