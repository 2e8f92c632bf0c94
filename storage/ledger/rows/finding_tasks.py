"""Tasks are found by their number, key or name."""

from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.task_rows import task_of
from storage.prepared import PreparedRows
from storage.rules.authority import UNKNOWN
from storage.rules.refusal import Reason, Refused
from storage.rules.values.task import Task
from storage.tables import series, stream, task


@lru_cache
def tasks() -> sa.Select[Any]:
    """Return the query of all tasks, with the names of their streams and who holds those."""
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == task.c.team)
    part = sa.and_(series.c.id == task.c.series_id, series.c.team == task.c.team)
    names = stream.c.name.label("stream_name"), series.c.number.label("series_number")
    held = stream.c.stopped_by.label("held_by"), stream.c.budget.is_not(None).label("has_budget")
    return sa.select(task, *names, *held).join_from(task, stream, filed, isouter=True).join(series, part, isouter=True)


def _one(*by: sa.Column[Any]) -> PreparedRows:
    columns = {f"{column.name}_": column for column in (task.c.team, *by)}
    where = [column == sa.bindparam(name) for name, column in columns.items()]
    return PreparedRows(lambda _: tasks().where(*where), {name: column.type for name, column in columns.items()})


_BY_ID, _BY_KEY, _BY_NUMBER = _one(task.c.id), _one(task.c.key), _one(task.c.number)
_OF_SERIES = _one(series.c.number, task.c.run)


def find_task(
    read: Read, team: str, *, id: int | None = None, number: int | None = None, key: str | None = None, run: int = 0
) -> Task | None:
    """Return a task by its id, number or key; None when there is none. With `run`, the number is that of its series."""
    if id is not None or number is None:
        row = _BY_ID(read.conn, {"team_": team, "id_": id}) if id else _BY_KEY(read.conn, {"team_": team, "key_": key})
    else:
        row = (_OF_SERIES if run else _BY_NUMBER)(read.conn, {"team_": team, "number_": number, "run_": run})
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
