"""Approving several drafts from one list: each like a single one, as long as nothing of it is in doubt."""

from dataclasses import replace

from storage.ledger import access
from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.rules.approvable import is_met
from storage.rules.authority import Action, Claim
from storage.rules.refusal import Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item

IN_DOUBT_NOW = "something is in doubt there meanwhile."


def approve(tx: Tx, claim: Claim, click: Click) -> Item:
    """Approve one draft of a list.

    Raises:
        Stale: something is in doubt there, or as `deciding.decide`.
        Refused, Duplicate: as `deciding.decide`.
    """
    item = access.item(tx, claim, Action.APPROVE, click.key)
    if item.open and item.decision is None and item.draft_version == click.version and not is_met(item):
        raise Stale(IN_DOUBT_NOW)
    return deciding.decide(tx, claim, replace(click, together=True), Verdict.APPROVE)
