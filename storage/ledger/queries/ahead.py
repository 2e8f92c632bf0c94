"""What lies ahead of a person: what came since the last collection, what that left, what has not started and why."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.edges import edges_at
from storage.ledger.rows import task_of, tasks
from storage.ledger.shelf.expecting import pace
from storage.ledger.shelf.waiting import undecided
from storage.ledger.work.holding import held_streams
from storage.rules import effort
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.tasks import Ahead, Run
from storage.rules.people import Person
from storage.rules.values.series import SeriesKind, SeriesState
from storage.rules.values.task import State, Task
from storage.tables import item, series, task

SOON = timedelta(days=7)  # of what comes again
RUNS = 5


def ahead(read: Read, person: Person, some: Sequence[Task]) -> Ahead:
    """Return what lies ahead of a person.

    Args:
        some: their open tasks.
    """
    mine = undecided(person.team, person.user)
    rows = read.conn.execute(sa.select(item.c.brought_at, item.c.words, item.c.doubts).where(*mine)).all()
    left = [row for row in rows if row.brought_at is not None]
    factor = pace(read, person.team, person.user) if left else 1.0
    waits = {of.stream_id for of in some if of.state is State.WAITING and of.stream_id is not None}
    return Ahead(
        fresh=len(rows) - len(left),
        left=len(left),
        left_at=max((row.brought_at for row in left), default=None),
        minutes=sum(effort.minutes(row.words, row.doubts, factor) for row in left),
        before=_before(read, person.team, [of.id for of in some if of.state is State.BLOCKED]),
        held=held_streams(read, person.team, waits),
        runs=_runs(read, person.team, person.user),
    )


def _before(read: Read, team: str, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the open tasks that tasks wait for."""
    edges = [row for row in edges_at(read, team, ids) if row.task_id in ids and not row.waived] if ids else []
    first = task.c.team == team, task.c.id.in_({row.after_id for row in edges}), task.c.state.not_in(CLOSED)
    names = {of.id: of.name for of in map(task_of, read.conn.execute(tasks().where(*first)))} if edges else {}
    before = dict[int, tuple[str, ...]]()
    for row in edges:
        if row.after_id in names:
            before[row.task_id] = (*before.get(row.task_id, ()), names[row.after_id])
    return before


def _runs(read: Read, team: str, user: str) -> tuple[Run, ...]:
    """Return the next runs of what a person assigned to come again."""
    active = series.c.team == team, series.c.kind == SeriesKind.REPETITION, series.c.state == SeriesState.ACTIVE
    soon = series.c.assigner == user, series.c.next_at > read.wall, series.c.next_at <= read.wall + SOON
    query = sa.select(series.c.number, series.c.next_at).where(*active, *soon).order_by(series.c.next_at).limit(RUNS)
    return tuple(Run(f"T-{row.number}", row.next_at) for row in read.conn.execute(query))
