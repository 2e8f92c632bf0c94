"""What goes on without a tap, as its reviewer said beforehand: a step that flows, or a rule from their own record."""

from collections.abc import Sequence

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import habits
from storage.ledger.work.behind import steps_waiting_for
from storage.ledger.work.by_rule import approve_by_rule
from storage.ledger.work.state import change_state
from storage.ledger.work.steps import before
from storage.ledger.work.stopping import finish_task
from storage.rules import flowing
from storage.rules.habits import approves
from storage.rules.lifecycle import CLOSED, Event
from storage.rules.values.draft import Draft
from storage.rules.values.task import State, Task


def goes_on(tx: Tx, task: Task, drafts: Sequence[Draft]) -> str | None:
    """Have what was handed in go on without a tap where that was agreed; return the key of its item, '' where it has
    none, None where it waits for its reviewer.

    Args:
        drafts: what came back, all of it.
    """
    four_eyes = tx.terms.policy.four_eyes
    if flowing.flows(task, drafts, four_eyes) and steps_waiting_for(tx, task):
        return None if _rests_on_open(tx, task) else _flow(tx, task, drafts[0])
    if not approves(task, drafts, four_eyes) or (habit_id := habits.agreed(tx, task)) is None:
        return None
    if _rests_on_open(tx, task):
        return None
    return approve_by_rule(tx, get_task(tx, task.team, task.id), drafts[0], habit_id)


def _rests_on_open(read: Read, task: Task) -> bool:
    """Tell whether a task comes after one that is open again, or after nothing that is approved any more."""
    states = {step.state for step in before(read, task.team, [task.id])}
    return bool(states) and (State.APPROVED not in states or not states <= CLOSED)


def _flow(tx: Tx, task: Task, draft: Draft) -> str:
    """Have a step go on by itself: nothing comes to its reviewer's shelf, and the next card names it."""
    ready = get_task(tx, task.team, task.id)
    change_state(tx, ready, Event.FLOW, "", flowing.met(draft))
    finish_task(tx, ready)
    return ""
