"""Brings an item by itself: one that somebody gave to its new reviewer, or one that is wanted now."""

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.shelf.bringing import bring_one
from storage.ledger.shelf.expecting import comes_at_once
from storage.rules.people import Person
from storage.rules.refusal import Reason, Refused
from storage.rules.values.task import Task
from storage.tables import item


def bring_given(tx: Tx, reviewer: Person, task: Task, item_id: int) -> None:
    """Bring an item to its new reviewer at once, where it would come too late with their next collection, or with
    none."""
    coming, due = people.next_time(tx, reviewer), task.brief.due
    late = coming is None or (due is not None and due < coming)
    if comes_at_once(tx, reviewer, task) or (late and not reviewer.is_away(tx.now)):
        bring_one(tx, reviewer, item_id)


def bring_waiting(tx: Tx, task: Task, by: str) -> None:
    """Bring what waits of a task and no message has brought to who decides on it, but to nobody else who is away.

    Args:
        by: who asks for it; for their own they may be away.

    Raises:
        Refused: all of it was brought, or all who decide are away.
    """
    mine = item.c.team == task.team, item.c.task_id == task.id, item.c.closed_at.is_(None)
    rows = tx.conn.execute(sa.select(item.c.id, item.c.reviewer).where(*mine, item.c.brought_at.is_(None))).all()
    if not rows:
        raise Refused(f"{task.name} was brought already: /collect now shows where.", Reason.STATE)
    readers = {row.id: people.ensure(tx, task.team, row.reviewer) for row in rows}
    here = {key: reader for key, reader in readers.items() if reader.user == by or not reader.is_away(tx.now)}
    if not here:
        away = ", ".join(sorted({f"<@{reader.user}>" for reader in readers.values()}))
        why = f"Nothing is brought to {away} now: they are away. Give to… lets somebody else decide."
        raise Refused(why, Reason.STATE)
    for item_id, reader in here.items():
        bring_one(tx, reader, item_id, asked=True)
