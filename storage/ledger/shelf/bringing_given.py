"""Brings an item that somebody gave to its new reviewer."""

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.shelf.bringing import bring_one
from storage.ledger.shelf.expecting import comes_at_once
from storage.ledger.shelf.shelving import count_brought
from storage.rules.people import Person
from storage.rules.values.task import Task


def bring_given(tx: Tx, reviewer: Person, task: Task, item_id: int) -> None:
    """Bring an item to its new reviewer at once, where it would come too late with their next collection, or with
    none."""
    coming, due = people.next_time(tx, reviewer), task.brief.due
    late = coming is None or (due is not None and due < coming)
    if comes_at_once(tx, reviewer, task) or (late and not reviewer.is_away(tx.now)):
        bring_one(tx, reviewer, item_id)
        count_brought(tx, reviewer)
