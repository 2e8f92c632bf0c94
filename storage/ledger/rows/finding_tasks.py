"""Tasks are found by their number, key or name."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.task_rows import task_of
from storage.prepared import Statement
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Reason, Refused
from storage.rules.values.item import STOPPED
from storage.rules.values.task import State, Task
from storage.tables import item, series, stream, task


@lru_cache
def tasks() -> sa.Select[Any]:
    """Return the query of all tasks, with the names of their streams, who holds those, and whether a person stopped the
    work."""
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team)
    part = sa.and_(series.c.id == task.c.series_id, series.c.team == task.c.team)
    names = stream.c.name.label("stream_name"), series.c.number.label("series_number")
    held = stream.c.stopped_by.label("held_by"), stream.c.budget.is_not(None).label("has_budget")
    columns = task, *names, *held, _was_stopped().label("was_stopped")
    return sa.select(*columns).join_from(task, stream, filed, isouter=True).join(series, part, isouter=True)


def _was_stopped() -> sa.ColumnElement[bool]:
    """Return the condition that the card of a task says so; looked at only where the task has failed."""
    own = item.c.team == task.c.team, item.c.task_id == task.c.id, item.c.closed_at.is_(None)
    card = sa.select(item.c.problem).where(*own).order_by(item.c.id.desc()).limit(1).correlate(task)
    return sa.case((task.c.state == str(State.FAILED), card.scalar_subquery().startswith(STOPPED)), else_=sa.false())


@Statement
def _by_id(team: str, task_id: int) -> sa.Select[Any]:
    return tasks().where(task.c.team == team, task.c.id == task_id)


@Statement
def _by_key(team: str, key: str) -> sa.Select[Any]:
    return tasks().where(task.c.team == team, task.c.key == key)


@Statement
def _by_number(team: str, number: int) -> sa.Select[Any]:
    return tasks().where(task.c.team == team, task.c.number == number)


@Statement
def _of_series(team: str, number: int, run: int) -> sa.Select[Any]:
    return tasks().where(task.c.team == team, series.c.number == number, task.c.run == run)


def find_task(
    read: Read, team: str, *, id: int | None = None, number: int | None = None, key: str | None = None, run: int = 0
) -> Task | None:
    """Return a task by its id, number or key; None when there is none. With `run`, the number is that of its series."""
    if id:
        row = _by_id.first(read.conn, team, id)
    elif number is not None:
        row = _of_series.first(read.conn, team, number, run) if run else _by_number.first(read.conn, team, number)
    else:
        row = _by_key.first(read.conn, team, key or "")
    return None if row is None else task_of(row)


def find_named(read: Read, team: str, name: str) -> Task | None:
    """Return a task by its name, such as “T-12”, or “T-60.3” for the third of a series; None when there is none."""
    number, _, run = name.upper().removeprefix("T").removeprefix("-").partition(".")
    if not (number.isdecimal() and len(number) < 10):
        return None
    if run and not (run.isdecimal() and len(run) < 10):
        return None
    return find_task(read, team, number=int(number), run=int(run or 0))


def get_task(read: Read, team: str, id: int) -> Task:
    """Return a task by its id; raise Refused when there is none."""
    task = find_task(read, team, id=id)
    if task is None:
        raise Refused(UNKNOWN, Reason.UNKNOWN)
    return task
