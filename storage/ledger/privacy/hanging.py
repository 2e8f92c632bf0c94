"""Which rows hang on tasks, in whatever way."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

import sqlalchemy as sa

from storage.tables import task

Tasks = Sequence[int] | sa.Select[tuple[int]]  # by their rows


@lru_cache
def _ways(table: sa.Table) -> tuple[sa.Column[int], ...]:
    """Return the columns through which the rows of a table hang on others."""
    return tuple(key.parent for key in table.foreign_keys if "team" in key.column.table.c)


def of_tasks(table: sa.Table, tasks: Tasks) -> sa.ColumnElement[bool] | None:
    """Return the SQL condition for the rows of a table that belong to tasks in any way; None where none can."""
    ways = list(_conditions(table, tasks))
    return sa.or_(*ways) if ways else None


def _conditions(table: sa.Table, tasks: Tasks) -> Iterator[sa.ColumnElement[bool]]:
    for column in _ways(table):
        (key,) = column.foreign_keys
        above = key.column.table
        if above is task:
            yield column.in_(tasks)
        elif (hanging := of_tasks(above, tasks)) is not None:
            yield column.in_(sa.select(above.c.id).where(hanging))
