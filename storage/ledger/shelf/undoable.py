"""How many decided tasks can still be undone, and until when: the gate counts them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import live_decision
from storage.prepared import Statement
from storage.rules.people import Person
from storage.rules.verdicts import ENDS
from storage.tables import decision, item


@dataclass(frozen=True, slots=True)
class Undoable:
    """Tasks of a reviewer that are decided and can still be undone.

    Attributes:
        free_at: when each decision that frees a place becomes final, soonest first.
        resuming: how many go back to work.
    """

    free_at: tuple[datetime, ...]
    resuming: int


def undoable(read: Read, reviewer: Person) -> Undoable:
    """Return the tasks that hold the gate and are decided already, but can still be undone."""
    rows = _decided.all(read.conn, reviewer.team, reviewer.user)
    resuming = {row.task_id for row in rows if row.verdict not in ENDS}
    ending = {row.task_id: row.effect_due for row in rows if row.task_id not in resuming}
    return Undoable(tuple(sorted(ending.values())), len(resuming))


@Statement
def _decided(team: str, user: str) -> sa.Select[Any]:
    """A reviewer's open items that are decided."""
    of_item = sa.and_(decision.c.team == item.c.team, decision.c.item_id == item.c.id)
    whose = sa.or_(sa.and_(item.c.reviewer == user, item.c.stands_for == ""), item.c.stands_for == user)
    mine = item.c.team == team, whose, item.c.closed_at.is_(None), sa.not_(item.c.rest)
    waiting = sa.select(item.c.task_id).where(*mine, ~live_decision())
    columns = item.c.task_id, decision.c.verdict, decision.c.effect_due
    query = sa.select(*columns).join_from(item, decision, of_item).where(*mine)
    return query.where(decision.c.undone_at.is_(None), item.c.task_id.not_in(waiting))
