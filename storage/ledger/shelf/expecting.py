"""What a person may expect: whether a task comes back at once, and what is asked of them."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.prepared import Statement
from storage.rules.lifecycle import NOT_BEGUN, RUNNING
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.task import Task
from storage.tables import item, task

TRYING = timedelta(days=1)  # how long a new person tries what they assigned first
_QUESTION = sa.or_(*(item.c.kind == str(kind) for kind in (Kind.QUESTION, Kind.PERMISSION)))


@Statement
def _untold(team: str, user: str) -> sa.Select[Any]:
    mine = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    return sa.select(sa.func.count()).where(*mine, item.c.brought_at.is_(None), _QUESTION)


@Statement
def _drafts_brought(team: str, user: str, task_id: int) -> sa.Select[Any]:
    mine = item.c.team == team, item.c.reviewer == user
    of_task = *mine, item.c.task_id == task_id, item.c.kind == str(Kind.DRAFT)
    return sa.select(item.c.id).where(*of_task, item.c.brought_at.is_not(None)).limit(1)


def comes_at_once(read: Read, reviewer: Person, task: Task) -> bool:
    """Tell whether a task waits for no collection: a new person's first ones, urgent ones, and those asked for.
    To who is away nothing comes."""
    if reviewer.is_away(read.now):
        return False
    return task.bring_when_ready or task.brief.urgent or _is_first(read, reviewer, task)


def _is_first(read: Read, reviewer: Person, task: Task) -> bool:
    """Tell whether a task is one of the first of who set no times. After its first draft, what it brings on its first
    day comes at once, too: a new person tries the app then. Later it waits as all else does."""
    if not task.first or task.reviewer != reviewer.user or reviewer.chose_times:
        return False
    is_young = read.now - task.created_at < TRYING
    return is_young or _drafts_brought.first(read.conn, task.team, reviewer.user, task.id) is None


def has_first(read: Read, reviewer: Person) -> bool:
    """Tell whether anything that is under way comes at once to a person, since it is one of their first tasks."""
    mine = task.c.team == reviewer.team, task.c.reviewer == reviewer.user, task.c.state.in_(NOT_BEGUN | RUNNING)
    first = sa.select(task.c.id).where(*mine, task.c.first).limit(1)
    return not reviewer.chose_times and read.conn.execute(first).first() is not None


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
