"""What a person may expect: whether a task comes back at once, and what is asked of them."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.prepared import Statement
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.task import Task
from storage.tables import item, task

_QUESTION = sa.or_(*(item.c.kind == str(kind) for kind in (Kind.QUESTION, Kind.PERMISSION)))


@Statement
def _untold(team: str, user: str) -> sa.Select[Any]:
    mine = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    return sa.select(sa.func.count()).where(*mine, item.c.brought_at.is_(None), _QUESTION)


def comes_at_once(read: Read, reviewer: Person, task: Task) -> bool:
    """Tell whether a task waits for no collection: it is urgent, or was asked for, as the first ones of a new person
    are. To who is away nothing comes."""
    return not reviewer.is_away(read.now) and (task.bring_when_ready or task.brief.urgent)


def asked(read: Read, owner: Person, target: Task) -> int:
    """Return how many questions of agents a task's receipt tells its assigner of: those that came since the receipt
    before, and that no message has brought."""
    (count,) = _untold.first(read.conn, owner.team, owner.user)
    if not count:
        return 0
    earlier = task.c.team == owner.team, task.c.assigner == owner.user, task.c.id < target.id
    told = read.conn.execute(sa.select(task.c.made_at).where(*earlier).order_by(task.c.id.desc()).limit(1)).scalar()
    since = [item.c.made_at > told] if told else []
    untold = *undecided(owner.team, owner.user), _QUESTION, item.c.brought_at.is_(None), *since
    return int(read.conn.execute(sa.select(sa.func.count()).select_from(item).where(*untold)).scalar_one())
