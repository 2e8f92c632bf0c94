"""What a decision that has taken effect teaches: the record of its worker, and the rules of its reviewer."""

from storage.ledger.core.ledger import Tx
from storage.ledger.decisions import still_right
from storage.ledger.decisions.recording import note_decided
from storage.ledger.shelf import habits
from storage.rules.habits import fits
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item

DONE = {Verdict.REVISE: "sent back", Verdict.REJECT: "rejected"}


def learn(tx: Tx, item: Item, decision: Decision) -> None:
    """Count a decision of a person; propose a rule after ten alike, and end one that no longer holds. A rule's own
    decisions teach nothing.

    Args:
        item: as it was before the decision.
    """
    if not decision.who:
        return
    note_decided(tx, item, decision)
    if decision.verdict is Verdict.APPROVE and decision.who == item.reviewer:
        habits.propose(tx, item)
        still_right.promise(tx, item, decision)
    elif decision.verdict in DONE and fits(item, tx.terms.policy.four_eyes):
        habits.end(tx, item.task, f"{item.task.name} was {DONE[decision.verdict]}")
