"""What a person may expect: whether a task comes back at once, what takes the least time, and what is asked of them."""

import sqlalchemy as sa

from storage.ledger.core import Tx
from storage.prepared import Prepared
from storage.rules import effort
from storage.rules.people import Person
from storage.rules.task import Kind, Task
from storage.tables import item

_ASKED = Prepared(
    lambda _: sa.select(sa.func.count()).where(
        item.c.team == sa.bindparam("team_"),
        item.c.reviewer == sa.bindparam("user_"),
        item.c.closed_at.is_(None),
        sa.or_(*(item.c.kind == str(kind) for kind in (Kind.QUESTION, Kind.PERMISSION))),
    ),
    {"team_": item.c.team.type, "user_": item.c.reviewer.type},
)


def comes_at_once(tx: Tx, reviewer: Person, made: Task) -> bool:
    """The first tasks of a new person, urgent ones, and those asked for do not wait for a collection."""
    early = not reviewer.chose_times and reviewer.brought < tx.terms.first
    return made.bring_when_ready or made.brief.urgent or early


def quickest(tx: Tx, reviewer: Person) -> float | None:
    rows = tx.conn.execute(
        sa.select(item.c.words, item.c.doubts).where(
            item.c.team == reviewer.team, item.c.reviewer == reviewer.user, item.c.closed_at.is_(None)
        )
    )
    return min((effort.minutes(r.words, r.doubts) for r in rows), default=None)


def asked(tx: Tx, owner: Person) -> int:
    """Questions of agents that wait for someone."""
    (count,) = _ASKED(tx.conn, {"team_": owner.team, "user_": owner.user})
    return int(count)
