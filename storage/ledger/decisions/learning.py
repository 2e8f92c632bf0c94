"""What a decision that has taken effect teaches: the record of its worker, and the rules of its reviewer."""

from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import still_right
from storage.ledger.decisions.records import note_decided
from storage.ledger.shelf import habits
from storage.rules.habits import fits
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item

DONE = {Verdict.REVISE: "sent back", Verdict.REJECT: "rejected"}


def learn(tx: Tx, found: Item, made: Decision) -> None:
    """Count a decision of a person; propose a rule after ten alike, and end one that no longer holds. A rule's own
    decisions teach nothing.

    Args:
        found: as it was before the decision.
    """
    if not made.who:
        return
    note_decided(tx, found, made)
    if made.verdict is Verdict.APPROVE and made.who == found.reviewer:
        habits.propose(tx, found)
        still_right.promise(tx, found, made)
    elif made.verdict in DONE and fits(found, tx.terms.policy.four_eyes):
        habits.end(tx, found.task, f"{found.task.name} was {DONE[made.verdict]}")
