"""The answer of who was asked to decide: they take it, or they don't."""

from typing import Any

from storage.ledger import access
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.handing import check_pair, hand
from storage.ledger.decisions.inviting import is_offered
from storage.ledger.messages import keeping, proposals
from storage.ledger.rows.finding_items import find_item
from storage.ledger.work import newcomers
from storage.ledger.work.asking_newcomers import offer_key
from storage.ledger.work.deciders import check_oneself
from storage.ledger.work.owing import tell
from storage.rules.authority import UNKNOWN, Action, Claim
from storage.rules.happenings import Happening
from storage.rules.refusal import Reason, Refused, Stale
from storage.rules.values.item import Item
from storage.rules.values.task import Task


def take(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Task:
    """Take what one was asked to decide: from now on it is theirs.

    Args:
        key: of the item.

    Raises:
        Refused: they were not asked, or can't.
        Stale: it does not wait any more.
        Duplicate: Slack sent this before, or they said yes or no already.
    """
    item, kept = _offered(tx, claim, key)
    decider = check_oneself(tx, claim)
    check_pair(tx, item.task, decider)
    tx.once(claim.team, dedup, key)
    tx.once(claim.team, proposals.outcome_key(offer_key(item.key, claim.user)), newcomers.TAKEN)
    newcomers.took(tx, claim.team, claim.user)
    hand(tx, item, decider, str(kept["by"]), str(kept["note"]))
    return item.task


def decline(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Task:
    """Say no to what one was asked to decide: who gave it is told, and it stays with them.

    Raises:
        Refused, Stale, Duplicate: as `take`.
    """
    item, kept = _offered(tx, claim, key)
    tx.once(claim.team, dedup, key)
    tx.once(claim.team, proposals.outcome_key(offer_key(item.key, claim.user)), newcomers.DECLINED)
    tx.note(claim.team, claim.user, Happening.NOT_ME, item.task.name)
    text = f"<@{claim.user}> does not take {item.task.name}: it stays with you. Give it to somebody else, or decide."
    tell(tx, claim.team, str(kept["by"]), text)
    return item.task


def _offered(read: Read, claim: Claim, key: str) -> tuple[Item, dict[str, Any]]:
    """Return what a person was asked to decide, while it waits.

    Raises:
        Refused: they were not asked.
        Stale: it does not wait any more.
    """
    access.check(read, claim, Action.LOOK)
    item = find_item(read, claim.team, key)
    kept = keeping.kept(read, claim.team, offer_key(item.key, claim.user)) if item else None
    if item is None or kept is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    if item.reviewer == claim.user and item.open and item.decision is None:
        raise Stale(f"{item.task.name} is yours to decide already.")
    if not is_offered(item, kept):
        raise Stale(f"{item.task.name} does not wait any more: nothing is left for you to do.")
    return item, kept
