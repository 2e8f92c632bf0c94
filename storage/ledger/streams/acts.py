"""What people may want to know of the history of tasks."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.happenings import Happening
from storage.rules.recap import CAME, DONE, UNDONE, Act
from storage.rules.values.task import Origin, Task
from storage.tables import change

DECIDED = frozenset({Happening.APPROVE, Happening.REVISE, Happening.REJECT, Happening.RETRY, Happening.ANSWER})


def acts_of(read: Read, team: str, by_name: Mapping[str, Task]) -> list[Act]:
    """Return what people may want to know of the history of tasks, the oldest first."""
    telling = change.c.what.in_(sorted({*DONE, *CAME, *UNDONE}))
    of_tasks = change.c.team == team, change.c.subject.in_(sorted(by_name)), telling
    rows = read.conn.execute(sa.select(change).where(*of_tasks).order_by(change.c.id)).all() if by_name else []
    return [_act(row, by_name[row.subject]) for row in rows if not _says_nothing(row, by_name[row.subject])]


def _says_nothing(row: Any, target: Task) -> bool:
    """Tell whether a task came again, which nobody did, or a decision took effect, which was told when it was made."""
    came_again = row.what == Happening.ASSIGN and target.origin is Origin.REPETITION
    return came_again or (row.what in DECIDED and bool(row.was))


def _act(row: Any, target: Task) -> Act:
    undoes = row.became if row.what in UNDONE else ""
    return Act(at=row.at, who=row.who, what=row.what, task=target.name, title=target.brief.title, undoes=undoes)
