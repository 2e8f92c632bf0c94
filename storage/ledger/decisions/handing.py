"""Hands an item and its task to another reviewer, where both may."""

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.shelf.bringing_given import bring_given
from storage.ledger.work.owing import OWN_WORK
from storage.ledger.work.passing_on import give_review
from storage.rules.authority import FOUR_EYES
from storage.rules.people import Person
from storage.rules.refusal import Reason, Refused
from storage.rules.values.item import Item
from storage.rules.values.task import Task

PICK = "Pick somebody from the list."
STANDS_IN = "You decide it in place of <@{}>: it stays with you until they are back."
OF_ASSIGNER = "It asks you as who assigned {}: Give to… on its card passes the task itself on."


def check_own(item: Item) -> None:
    """Check that an item is its reviewer's own to give.

    Raises:
        Refused: it is not.
    """
    if item.stands_for:
        raise Refused(STANDS_IN.format(item.stands_for))
    if item.reviewer != item.task.reviewer:
        raise Refused(OF_ASSIGNER.format(item.task.name))


def check_pair(read: Read, task: Task, decider: Person) -> None:
    """Check that somebody may decide on a task.

    Raises:
        Refused: it is their own work, or they assigned it where four eyes are asked for.
    """
    worker = task.brief.worker
    if worker.is_person and worker.name == decider.user:
        raise Refused(OWN_WORK.format(f"<@{decider.user}>"))
    if read.terms.policy.four_eyes and task.assigner == decider.user:
        raise Refused(FOUR_EYES, Reason.FOUR_EYES)


def hand(tx: Tx, item: Item, decider: Person, by: str, note: str) -> None:
    """Hand an item and its task to another reviewer, and bring it where it would come too late."""
    given = give_review(tx, item.task, decider.user, by, note.strip())
    bring_given(tx, decider, given, item.id)
