"""The state of a task, changed where nobody was first."""

from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.index import renew_words
from storage.prepared import Statement
from storage.rules import lifecycle
from storage.rules.happenings import Happening
from storage.rules.lifecycle import Event
from storage.rules.refusal import Stale
from storage.rules.values.task import State, Task
from storage.tables import task


def change_state(tx: Tx, target: Task, event: Event, user: str, why: str = "") -> State:
    """Change a task's state by compare-and-set on (id, version), add a row of history, and return the new state.

    Raises:
        Refused: the state does not allow the event.
        Stale: someone else was first.
    """
    became = lifecycle.after(target.state, event)
    if _changed.first(tx.conn, target.team, target.id, target.version, state=became, now=tx.now) is None:
        raise Stale(f"{target.name} has changed meanwhile.")
    tx.note(target.team, user, Happening(event), target.name, was=target.state, became=became, why=why)
    if State.APPROVED in (target.state, became):  # found by the words of its draft, or not any more
        renew_words(tx, target.team, target.id)
    return became


@Statement
def _changed(team: str, task_id: int, version: int, state: str, now: datetime) -> sa.Executable:
    before = task.c.team == team, task.c.id == task_id, task.c.version == version
    changed = sa.update(task).where(*before).values(state=state, version=task.c.version + 1, changed_at=now)
    return changed.returning(task.c.id)
