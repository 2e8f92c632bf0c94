"""Gives out what is kept of a person: the rows that are theirs, that name them, and those of their tasks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.columns import Instant
from storage.ledger.core.ledger import Read
from storage.ledger.privacy.erasing import Tasks, of_tasks
from storage.ledger.rows import get_task
from storage.rules.personal import TABLES
from storage.tables import attachment, blob, draft, metadata, task

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file of a draft: `T-12 v1 memo.md` is its name."""

    name: str
    data: bytes


def read(read: Read, team: str, user: str) -> Rows:
    """Return the rows of each table that has any, as values for JSON; keys of buttons and contents of files are left
    out."""
    tasks = _tasks(team, user)
    found = {}
    for table in metadata.sorted_tables:
        which = list(_which(table, user, tasks)) if "team" in table.c else []
        if which:
            found[table.name] = _rows(read, team, table, sa.or_(*which))
    return {name: rows for name, rows in found.items() if rows}


def _tasks(team: str, user: str) -> sa.Select[tuple[int]]:
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


def file_ids(read: Read, team: str, user: str) -> Sequence[int]:
    """Return the files of the drafts of a person's tasks."""
    of_task = of_tasks(attachment, _tasks(team, user))
    assert of_task is not None
    query = sa.select(attachment.c.id).where(attachment.c.team == team, of_task).order_by(attachment.c.id)
    return read.conn.execute(query).scalars().all()


def read_file(read: Read, team: str, attachment_id: int) -> KeptFile:
    """Return a file with its content."""
    row = read.conn.execute(
        sa.select(draft.c.task_id, draft.c.version, attachment.c.name, blob.c.data)
        .join_from(attachment, draft, draft.c.id == attachment.c.draft_id)
        .join(blob, sa.and_(blob.c.team == attachment.c.team, blob.c.sha256 == attachment.c.sha256))
        .where(attachment.c.team == team, attachment.c.id == attachment_id)
    ).one()
    return KeptFile(name=f"{get_task(read, team, row.task_id).name} v{row.version} {row.name}", data=row.data)
