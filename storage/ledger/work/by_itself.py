"""What goes on without a tap, as its reviewer said beforehand: a step that flows, or a rule from their own record."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.rows import get_task
from storage.ledger.shelf import habits
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import has_behind
from storage.ledger.work.stopping import closed
from storage.rules import flowing
from storage.rules.habits import approves
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import Event
from storage.rules.own_words import count_words
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import decision, habit, habit_use, item


def goes_on(tx: Tx, task: Task, drafts: Sequence[Draft]) -> str | None:
    """Have what was handed in go on without a tap where that was agreed; return the key of its item, '' where it has
    none, None where it waits for its reviewer.

    Args:
        drafts: what came back, all of it.
    """
    four_eyes = tx.terms.policy.four_eyes
    if flowing.flows(task, drafts, four_eyes) and has_behind(tx, task):
        return _flow(tx, task, drafts[0])
    if not approves(task, drafts, four_eyes) or (habit_id := habits.agreed(tx, task)) is None:
        return None
    return _approve(tx, get_task(tx, task.team, task.id), drafts[0], habit_id)


def _flow(tx: Tx, task: Task, draft: Draft) -> str:
    """Have a step go on by itself: nothing comes to its reviewer's shelf, and the next card names it."""
    ready = get_task(tx, task.team, task.id)
    change_state(tx, ready, Event.FLOW, "", flowing.met(draft))
    closed(tx, ready)
    return ""


def _approve(tx: Tx, ready: Task, draft: Draft, habit_id: int) -> str:
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
