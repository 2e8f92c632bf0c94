"""Putting something on its reviewer's shelf."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx, new_key
from storage.ledger.shelf import causes, standing
from storage.ledger.shelf.bringing import bring_one
from storage.ledger.shelf.expecting import comes_at_once
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import item, person


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A new item for a shelf; `words` and `doubts` tell how long it takes to decide, `versions` what there is to
    choose, `problem` what did not work (beside versions that did), `remedy` what may help, `asked` that it is wanted
    now, `quiet` that it waits for a collection, `rest` that it holds nothing up. `reviewer` is whose shelf, where it is
    not that of the task's reviewer, and `named` a colleague who could do it instead, the place that did not get it, or
    the task that holds it."""

    kind: Kind
    words: int
    doubts: int = 0
    problem: str = ""
    versions: tuple[int, ...] = ()
    attempt: int | None = None
    ask: dict[str, Any] | None = None
    asked: bool = False
    remedy: Remedy = Remedy.BRIEF
    reviewer: str = ""
    named: str = ""
    quiet: bool = False
    rest: bool = False


def shelve(tx: Tx, task: Task, entry: Shelved) -> str:
    """Put an item on its reviewer's shelf, and return its key; an item that was asked for is brought at once."""
    key, (user, stands_for) = new_key(), standing.shelf_of(tx, task, entry.reviewer or task.reviewer)
    item_id = tx.conn.execute(
        sa.insert(item).returning(item.c.id),
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
    ).scalar_one()
    reviewer = people.ensure(tx, task.team, user)
    if entry.asked:
        bring_one(tx, reviewer, item_id, asked=True)
    elif not entry.quiet and comes_at_once(tx, reviewer, task):
        if entry.kind is not Kind.PROBLEM or not causes.add_to_recent(tx, reviewer, item_id, entry.problem):
            bring_one(tx, reviewer, item_id)
        _count(tx, reviewer)
    return key


def bring_given(tx: Tx, reviewer: Person, task: Task, item_id: int) -> None:
    """Bring an item to its new reviewer at once, where it would come too late with their next collection, or with
    none."""
    coming, due = people.next_time(tx, reviewer), task.brief.due
    late = coming is None or (due is not None and due < coming)
    if comes_at_once(tx, reviewer, task) or (late and not reviewer.is_away(tx.now)):
        bring_one(tx, reviewer, item_id)
        _count(tx, reviewer)


def _count(tx: Tx, reviewer: Person) -> None:
    mine = person.c.team == reviewer.team, person.c.user == reviewer.user
    tx.conn.execute(sa.update(person).where(*mine).values(brought=person.c.brought + 1))
