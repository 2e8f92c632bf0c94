"""The state of a task, changed where nobody was first."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.index import renew_words
from storage.prepared import Prepared
from storage.rules import lifecycle
from storage.rules.happenings import Happening
from storage.rules.lifecycle import Event
from storage.rules.refusal import Stale
from storage.rules.values.task import State, Task
from storage.tables import task

_CHANGE = Prepared(
    lambda _: (
        sa.update(task)
        .where(
            task.c.team == sa.bindparam("team_"),
            task.c.id == sa.bindparam("id_"),
            task.c.version == sa.bindparam("version_"),
        )
        .values(state=sa.bindparam("state"), version=task.c.version + 1, changed_at=sa.bindparam("changed_at"))
        .returning(task.c.id)
    ),
    {
        "team_": task.c.team.type,
        "id_": task.c.id.type,
        "version_": task.c.version.type,
        "state": task.c.state.type,
        "changed_at": task.c.changed_at.type,
    },
)


def change_state(tx: Tx, target: Task, event: Event, user: str, why: str = "") -> State:
    """Change a task's state by compare-and-set on (id, version), add a row of history, and return the new state.

    Raises:
        Refused: the state does not allow the event.
        Stale: someone else was first.
    """
    became = lifecycle.after(target.state, event)
    before = {"team_": target.team, "id_": target.id, "version_": target.version}
    if _CHANGE(tx.conn, {**before, "state": became, "changed_at": tx.now}) is None:
        raise Stale(f"{target.name} has changed meanwhile.")
    tx.note(target.team, user, Happening(event), target.name, was=target.state, became=became, why=why)
    if State.APPROVED in (target.state, became):  # found by the words of its draft, or not any more
        renew_words(tx, target.team, target.id)
    return became
