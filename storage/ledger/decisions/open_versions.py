"""Whether an item waits for a verdict on one of its versions."""

from collections.abc import Collection

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.rules import lifecycle
from storage.rules.authority import Action, Claim
from storage.rules.offers import verdicts
from storage.rules.refusal import Reason, Stale
from storage.rules.values.decision import Verdict
from storage.rules.values.item import Item
from storage.rules.verdicts import RULES
from storage.rules.who_decided import who_decided


def check_undecided(item: Item) -> None:
    """Check that nobody has decided on an item.

    Raises:
        Stale: somebody has, or a rule.
    """
    if item.decision is not None:
        who = who_decided(item.decision, item.reviewer)
        raise Stale(f"It is decided already: {who} {RULES[item.decision.verdict].done}.", Reason.DECIDED)


def check_open(item: Item, version: int, verdict: Verdict, offered: Collection[int]) -> None:
    """Check that an item waits for this verdict on this version.

    Raises:
        Stale: decided, moved on, or a newer version came in.
    """
    check_undecided(item)
    if verdict not in verdicts(item):
        raise Stale("That button is out of date.", Reason.OUT_OF_DATE)
    if item.task.draft_version != item.draft_version or version not in offered:
        raise Stale(f"v{item.task.draft_version} came in meanwhile. Nothing was decided.", Reason.NEWER)
    if not item.open:
        raise Stale(f"{item.task.name} {lifecycle.words_of(item.task)}. Nothing was decided.", Reason.STATE)


def revisable(read: Read, claim: Claim, key: str, version: int) -> Item:
    """Return the item that Revise would change.

    Raises:
        Refused: not theirs, or not open on this version any more.
    """
    target = access.item(read, claim, Action.REVISE, key)
    check_open(target, version, Verdict.REVISE, {target.draft_version, *(d.version for d in target.candidates)})
    return target
