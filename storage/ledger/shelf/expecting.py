"""What a person may expect: whether a task comes back at once, and what is asked of them."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.prepared import Statement
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.task import State, Task
from storage.tables import item, task

ANY = 2**31 - 1  # above the id of every task
COUNTED = 20  # tasks of a person that are counted: more than the first that come at once
_QUESTION = sa.or_(*(item.c.kind == str(kind) for kind in (Kind.QUESTION, Kind.PERMISSION)))


@Statement
def _untold(team: str, user: str) -> sa.Select[Any]:
    mine = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    return sa.select(sa.func.count()).where(*mine, item.c.brought_at.is_(None), _QUESTION)


@Statement
def _assigned_before(team: str, user: str, task_id: int) -> sa.Select[Any]:
    mine = task.c.team == team, task.c.reviewer == user, task.c.id < task_id, task.c.state != str(State.CANCELED)
    return sa.select(sa.func.count()).select_from(sa.select(task.c.id).where(*mine).limit(COUNTED).subquery())


def comes_at_once(read: Read, reviewer: Person, task: Task) -> bool:
    """Tell whether a task waits for no collection: a new person's first ones, urgent ones, and those asked for.
    To who is away nothing comes."""
    if reviewer.is_away(read.now):
        return False
    return task.bring_when_ready or task.brief.urgent or _is_early(read, reviewer, task)


def _is_early(read: Read, reviewer: Person, task: Task) -> bool:
    """Tell whether a task is one of the first of a new person, by when they were assigned: their receipts say so, and
    others may be done before them."""
    return not reviewer.chose_times and _before(read, reviewer, task.id) < read.terms.first


def is_new(read: Read, person: Person) -> bool:
    """Tell whether all that a person decides on so far comes to them at once."""
    return not person.chose_times and _before(read, person, ANY) <= read.terms.first


def _before(read: Read, reviewer: Person, task_id: int) -> int:
    (before,) = _assigned_before.first(read.conn, reviewer.team, reviewer.user, task_id)
    return int(before)


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
