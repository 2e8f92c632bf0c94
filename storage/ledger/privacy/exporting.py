"""Gives out what is kept of a person: the rows that are theirs, that name them, and those of their tasks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.columns import Instant
from storage.ledger.core.ledger import Read
from storage.ledger.privacy.hanging import Tasks, of_tasks
from storage.ledger.privacy.unsubmitted import of_others
from storage.rules.personal import TABLES
from storage.tables import metadata, task

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def read(read: Read, team: str, user: str) -> Rows:
    """Return the rows of each table that has any, as values for JSON; keys of buttons, contents of files, and what
    others handed in and never submitted are left out."""
    tasks = tasks_of(team, user)
    found = {}
    for table in metadata.sorted_tables:
        which = list(_which(table, user, tasks)) if "team" in table.c else []
        if which:
            private = of_others(read, team, user, table)
            shown = sa.or_(*which) if private is None else sa.and_(sa.or_(*which), sa.not_(private))
            found[table.name] = _rows(read, team, table, shown)
    return {name: rows for name, rows in found.items() if rows}


def tasks_of(team: str, user: str) -> sa.Select[tuple[int]]:
    """Return which tasks a person assigned or decides."""
    return sa.select(task.c.id).where(task.c.team == team, sa.or_(task.c.assigner == user, task.c.reviewer == user))


def _which(table: sa.Table, user: str, tasks: Tasks) -> Iterator[sa.ColumnElement[bool]]:
    columns = TABLES[table.name]
    for name in columns.person:
        yield table.c[name] == user
    for name in columns.words:
        yield sa.cast(table.c[name], sa.Text).contains(user, autoescape=True)
    if table is task:
        yield task.c.id.in_(tasks)
    elif (of_task := of_tasks(table, tasks)) is not None:
        yield of_task


def _rows(read: Read, team: str, table: sa.Table, which: sa.ColumnElement[bool]) -> list[Mapping[str, Any]]:
    hidden = {*TABLES[table.name].key, *TABLES[table.name].data}
    shown = [column for column in table.c if column.name not in hidden]
    query = sa.select(*shown).where(table.c.team == team, which).order_by(*table.primary_key)
    return [{c.name: _plain(c, row[c.name]) for c in shown} for row in read.conn.execute(query).mappings()]


def _plain(column: sa.Column[Any], value: Any) -> Any:
    return value.isoformat() if value is not None and isinstance(column.type, Instant) else value
