"""Items from their rows, with all that belongs to them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.codec.items import about_of
from storage.ledger.core.ledger import Read
from storage.ledger.rows.decision_rows import live_decisions
from storage.ledger.rows.draft_rows import load_drafts
from storage.ledger.rows.finding_tasks import get_task, tasks
from storage.ledger.rows.problem_people import people_named, with_people
from storage.ledger.rows.task_rows import task_of
from storage.prepared import Statement, one_of
from storage.rules.values.decision import Decision
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item, Remedy
from storage.rules.values.task import Task
from storage.tables import task


@Statement
def _tasks(team: str, ids: Collection[int]) -> sa.Select[Any]:
    return tasks().where(task.c.team == team, one_of(task.c.id, ids))


def item_of(read: Read, row: Any) -> Item:
    """Return an item with its task, its draft, what to choose from, and its live decision."""
    return items_of(read, row.team, [row])[0]


def items_of(read: Read, team: str, rows: Sequence[Any]) -> list[Item]:
    """Return items as `item_of` does, with a few statements for all of them."""
    if not rows:
        return []
    wanted = {row.task_id for row in rows}
    many = _tasks.all(read.conn, team, wanted) if len(wanted) > 1 else ()
    found = {row.id: task_of(row) for row in many} or {id_: get_task(read, team, id_) for id_ in wanted}
    drafts = load_drafts(
        read, team, {(row.task_id, v) for row in rows for v in (row.draft_version, *(row.versions or ()))}
    )
    decisions = live_decisions(read, team, [row.id for row in rows])
    owing = {found[row.task_id].brief.worker.name for row in rows if row.remedy == Remedy.WORKER}
    people = people_named(read, team, owing | {row.named for row in rows} - {""})
    return [
        with_people(plain_item(row, found[row.task_id], drafts, decisions.get(row.id)), people, read.now)
        for row in rows
    ]


def plain_item(row: Any, target: Task, drafts: Mapping[tuple[int, int], Draft], decided: Decision | None) -> Item:
    """Return the item that a row holds, with what was read for it."""
    versions = (drafts.get((row.task_id, version)) for version in row.versions or ())
    return Item(
        id=row.id,
        key=row.key,
        about=about_of(row, tuple(draft for draft in versions if draft is not None)),
        task=target,
        reviewer=row.reviewer,
        draft_version=row.draft_version,
        created_at=row.made_at,
        open=row.closed_at is None,
        left=row.left_count,
        rests=row.rest,
        draft=drafts.get((row.task_id, row.draft_version)),
        decision=decided,
        opened_at=row.opened_at,
        later_at=row.later_at,
        put_off=row.put_off,
        stands_for=row.stands_for,
        given_by=row.given_by,
        given_note=row.given_note,
    )
