"""The decision that a reaction means, and its undoing when the reaction is taken away."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import deciding, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.rows.finding_items import find_item
from storage.rules.authority import Claim
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.tables import inbox


def react(tx: Tx, claim: Claim, click: Click, verdict: Verdict, name: str) -> Item:
    """Take the decision that a reaction means, and note that it was this reaction.

    Raises:
        Refused, Stale, Duplicate: as `deciding.decide`.
    """
    decided = deciding.decide(tx, claim, click, verdict)
    if decided.decision is not None:
        tx.once(claim.team, _mark(decided.decision.id, claim, name))
    return decided


def unreact(tx: Tx, claim: Claim, key: str, name: str, dedup: str) -> Item | None:
    """Undo the decision of a reaction that was taken away; None when it decided nothing.

    Raises:
        Refused: it is too late.
    """
    target = find_item(tx, claim.team, key)
    if target is None or target.decision is None:
        return None
    mark = _mark(target.decision.id, claim, name)
    if tx.conn.execute(sa.select(inbox.c.key).where(inbox.c.team == claim.team, inbox.c.key == mark)).first() is None:
        return None
    return undoing.undo(tx, claim, key, dedup)


def _mark(decision_id: int, claim: Claim, name: str) -> str:
    return f"r:{decision_id}:{claim.user}:{name}"[:120]
