"""How many decided tasks can still be undone, and until when: the gate counts them."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import TEAM, USER, live_decision
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
    rows = read.conn.execute(_decided(), {"team_": reviewer.team, "user_": reviewer.user}).all()
    resuming = {row.task_id for row in rows if row.verdict not in ENDS}
    ending = {row.task_id: row.effect_due for row in rows if row.task_id not in resuming}
    return Undoable(tuple(sorted(ending.values())), len(resuming))


@lru_cache
def _decided() -> sa.Select[Any]:
    """Return the query of a reviewer's open items that are decided: built once, since building it takes longer than
    running it."""
    of_item = sa.and_(decision.c.team == item.c.team, decision.c.item_id == item.c.id)
    whose = sa.or_(sa.and_(item.c.reviewer == USER, item.c.stands_for == ""), item.c.stands_for == USER)
    mine = item.c.team == TEAM, whose, item.c.closed_at.is_(None), sa.not_(item.c.rest)
    waiting = sa.select(item.c.task_id).where(*mine, ~live_decision())
    columns = item.c.task_id, decision.c.verdict, decision.c.effect_due
    query = sa.select(*columns).join_from(item, decision, of_item).where(*mine)
    return query.where(decision.c.undone_at.is_(None), item.c.task_id.not_in(waiting))
