"""Decides as a rule from a reviewer's own record says."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.rules.jobs import JobKind
from storage.rules.own_words import count_words
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import decision, habit, habit_use, item


def approve_by_rule(tx: Tx, ready: Task, draft: Draft, habit_id: int) -> str:
    """Decide as a rule of its reviewer says, in nobody's name; the effect follows at once, as that of any decision."""
    key = shelve(tx, ready, Shelved(kind=Kind.DRAFT, words=count_words(draft.body), quiet=True))
    own = sa.select(item.c.id).where(item.c.team == ready.team, item.c.key == key).scalar_subquery()
    row = {
        "team": ready.team,
        "item_id": own,
        "draft_version": draft.version,
        "verdict": str(Verdict.APPROVE),
        "who": "",
        "points": [],
        "at": tx.now,
        "effect_due": tx.now,
    }
    decision_id = tx.conn.execute(sa.insert(decision).values(row).returning(decision.c.id)).scalar_one()
    use = {"team": ready.team, "task_id": ready.id, "habit_id": habit_id, "draft_version": draft.version, "at": tx.now}
    tx.conn.execute(sa.insert(habit_use), use)
    mine = habit.c.team == ready.team, habit.c.id == habit_id
    tx.conn.execute(sa.update(habit).where(*mine).values(used=habit.c.used + 1))
    tx.promise(ready.team, JobKind.EFFECT, decision_id)
    return key
