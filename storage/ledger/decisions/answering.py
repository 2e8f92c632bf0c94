"""What people said in words: the decision, with the message of ours that answers it."""

from typing import Any

from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import deciding, undoing
from storage.ledger.decisions.clicks import Click
from storage.ledger.decisions.replying import post
from storage.rules.authority import Claim
from storage.rules.refusal import Refused
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.values.place import Place


def decide(
    tx: Tx, claim: Claim, click: Click, verdict: Verdict, note: str, place: Place | None, answer: dict[str, Any]
) -> Item:
    """Take the decision that a person put in words, and promise the answer with it.

    Args:
        place: where the answer is posted; None where others read, who must not see it.
        answer: what the message needs to be drawn.

    Raises:
        Refused, Stale, Duplicate: as `deciding.decide`.
    """
    decided = deciding.decide(tx, claim, click, verdict=verdict, points=(), note=note)
    if place is not None:
        post(tx, claim, place, answer, fades=True)
    return decided


def undo(tx: Tx, claim: Claim, key: str, dedup: str, place: Place | None, answer: dict[str, Any]) -> Item:
    """Take a decision back as a person asked in words, and promise the answer with it.

    Raises:
        Refused, Stale, Duplicate: as `undoing.undo`.
    """
    target = undoing.undo(tx, claim, key, dedup)
    if place is not None:
        post(tx, claim, place, {**answer, "item": target.key, "version": target.draft_version})
    return target


def check_reviewer(user: str, target: Item) -> None:
    """Check that a person is the one who decides an item.

    Raises:
        Refused: someone else decides it.
    """
    if user != target.reviewer:
        raise Refused(f"{target.task.name} is decided by <@{target.reviewer}>. Nothing was changed.")
