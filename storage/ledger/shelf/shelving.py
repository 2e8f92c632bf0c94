"""Putting something on its reviewer's shelf."""

from storage.ledger import people
from storage.ledger.core.ledger import Tx, new_key
from storage.ledger.shelf import causes, standing_in
from storage.ledger.shelf.bringing import bring_one
from storage.ledger.shelf.expecting import comes_at_once
from storage.ledger.shelf.shelved import Shelved
from storage.prepared import insert
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.task import Task
from storage.tables import item

# fmt: off
_NEW = insert(
    item, "team", "key", "task_id", "kind", "reviewer", "stands_for", "named", "draft_version", "words", "doubts",
    "problem", "remedy", "rest", "made_at", "attempt_id", "ask", "versions", returning="id",
)
# fmt: on


def shelve(tx: Tx, task: Task, entry: Shelved) -> str:
    """Put an item on its reviewer's shelf, and return its key; an item that was asked for is brought at once."""
    key, (user, stands_for) = new_key(), standing_in.shelf_of(tx, task, entry.reviewer or task.reviewer)
    (item_id,) = _NEW(
        tx.conn,
        {
            "team": task.team,
            "key": key,
            "task_id": task.id,
            "kind": entry.kind,
            "reviewer": user,
            "stands_for": stands_for,
            "named": entry.named,
            "draft_version": task.draft_version,
            "words": entry.words,
            "doubts": entry.doubts,
            "problem": entry.problem,
            "remedy": entry.remedy,
            "rest": entry.rest,
            "made_at": tx.now,
            "attempt_id": entry.attempt,
            "ask": entry.ask,
            "versions": list(entry.versions) or None,
        },
    )
    reviewer = people.ensure(tx, task.team, user)
    if entry.asked:
        bring_one(tx, reviewer, item_id, asked=True)
    elif not entry.quiet and comes_at_once(tx, reviewer, task) and not _joins(tx, reviewer, item_id, entry):
        bring_one(tx, reviewer, item_id)
    return key


def _joins(tx: Tx, reviewer: Person, item_id: int, entry: Shelved) -> bool:
    """Add a problem to the message that told of the same cause just now; return whether there is one."""
    return entry.kind is Kind.PROBLEM and causes.add_to_recent(tx, reviewer, item_id, entry.problem)
