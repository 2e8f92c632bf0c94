"""A question that was answered: whoever asked goes on."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf import owed
from storage.ledger.work.owing import owe
from storage.ledger.work.state import change_state
from storage.ledger.work.turns import promise_attempt
from storage.rules.happenings import Happening
from storage.rules.lifecycle import Event
from storage.rules.values.attempt import AttemptState
from storage.rules.values.decision import Decision
from storage.rules.values.item import Item
from storage.rules.values.task import State
from storage.tables import attempt, item


def answered(tx: Tx, target: Item, decision: Decision) -> None:
    """Take the question off the shelf; its attempt goes on when it was the last one."""
    team = target.task.team
    row = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == team, item.c.id == target.id)
        .values(closed_at=tx.now, version=item.c.version + 1)
        .returning(item.c.attempt_id)
    ).one()
    tx.note(team, decision.who, Happening.ANSWERED, target.task.name, became=decision.verdict, why=decision.note)
    unanswered = sa.select(item.c.id).where(
        item.c.team == team, item.c.attempt_id == row.attempt_id, item.c.closed_at.is_(None)
    )
    if tx.conn.execute(unanswered).first() is not None:
        return
    if target.task.brief.worker.is_person:
        _tell_colleague(tx, target, decision, row.attempt_id)
        return
    asking = attempt.c.team == team, attempt.c.id == row.attempt_id, attempt.c.state == AttemptState.ASKING
    if tx.conn.execute(sa.update(attempt).where(*asking).values(state=AttemptState.DUE)).rowcount != 1:
        return
    others = attempt.c.team == team, attempt.c.task_id == target.task.id, attempt.c.state == AttemptState.ASKING
    if target.task.state is State.ASKING and tx.conn.execute(sa.select(attempt.c.id).where(*others)).first() is None:
        change_state(tx, target.task, Event.ANSWER, decision.who)
    promise_attempt(tx, get_task(tx, team, target.task.id), row.attempt_id, hurry=5)


def _tell_colleague(tx: Tx, target: Item, decision: Decision, attempt_id: int) -> None:
    """A colleague goes on: the answer comes with their next collection, or at once where it is due before that."""
    team = target.task.team
    asking = attempt.c.team == team, attempt.c.id == attempt_id, attempt.c.state == AttemptState.ASKING
    if tx.conn.execute(sa.update(attempt).where(*asking).values(state=AttemptState.THEIRS)).rowcount == 1:
        change_state(tx, target.task, Event.ANSWER, decision.who)
        owe(tx, get_task(tx, team, target.task.id))
        owed.redraw(tx, team, target.task.brief.worker.name, [target.task.id])
