"""Drafts from their rows, with their checks."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger.codec.items import change_of
from storage.ledger.core.ledger import Read
from storage.ledger.rows.check_rows import load_checks
from storage.ledger.rows.file_rows import load_files
from storage.prepared import Statement
from storage.rules.handed_in import named, who_handed_in
from storage.rules.values.check import Check
from storage.rules.values.draft import Draft, File
from storage.rules.values.spent import Spent
from storage.tables import draft, person


@Statement
def _one(team: str, task_id: int, version: int) -> sa.Select[Any]:
    return sa.select(draft).where(draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version)


def load_draft(read: Read, team: str, task_id: int, version: int, files: bool = False) -> Draft | None:
    """Return a version's draft, with its files only if `files`; None when there is none."""
    return load_drafts(read, team, {(task_id, version)}, files).get((task_id, version))


def load_drafts(
    read: Read, team: str, wanted: Set[tuple[int, int]], files: bool = False
) -> dict[tuple[int, int], Draft]:
    """Return drafts with their checks, by task and version, as far as there are such."""
    pairs = sorted(pair for pair in wanted if pair[1])
    if not pairs:
        return {}
    if len(pairs) == 1:
        rows = _one.all(read.conn, team, *pairs[0])
    else:
        these = draft.c.team == team, sa.tuple_(draft.c.task_id, draft.c.version).in_(pairs)
        rows = list(read.conn.execute(sa.select(draft).where(*these)))
    checks, names = load_checks(read, team, [row.id for row in rows]), _names(read, team, rows)
    drafts = [_draft(row, checks.get(row.id, ()), load_files(read, team, row.id) if files else ()) for row in rows]
    return {(row.task_id, row.version): _named(one, names) for row, one in zip(rows, drafts, strict=True)}


def _named(one: Draft, names: Mapping[str, str]) -> Draft:
    """Return a draft with the name of who handed it in, where a person did."""
    return replace(one, made_by=named(one.handed_by, names.get(one.handed_by, ""))) if one.handed_by else one


def _names(read: Read, team: str, rows: Sequence[Any]) -> dict[str, str]:
    """Return the names of those who handed drafts in, by their ids."""
    users = {who_handed_in(row.made_by) for row in rows} - {""}
    if not users:
        return {}
    those = person.c.team == team, person.c.user.in_(sorted(users))
    return {row.user: row.name for row in read.conn.execute(sa.select(person.c.user, person.c.name).where(*those))}


def _draft(row: Any, checks: tuple[Check, ...], files: tuple[File, ...]) -> Draft:
    return Draft(
        version=row.version,
        title=row.title,
        summary=row.summary,
        body=row.body,
        made_by=row.made_by,
        answer=row.answer,
        look_first=row.look_first,
        checks=checks,
        files=files,
        made_at=row.made_at,
        base=row.base,
        remarks=tuple(row.remarks or ()),
        spent=Spent(**row.spent) if row.spent else None,
        missing=tuple(row.missing or ()),
        change=change_of(row.change),
        edited_by=row.edited_by,
        handed_by=who_handed_in(row.made_by),
    )


def base_of(read: Read, team: str, task_id: int, version: int) -> Draft | None:
    """Return the draft that a version was made from; None for a first one."""
    base = read.conn.execute(
        sa.select(draft.c.base).where(draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version)
    ).scalar()
    return load_draft(read, team, task_id, base) if base else None
