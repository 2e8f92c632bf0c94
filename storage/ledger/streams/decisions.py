"""Decisions as a stream's page draws them, with the reason of each."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.rules.pages.streams import Decided
from storage.rules.values.decision import Verdict
from storage.rules.values.task import Task
from storage.tables import decision, item, task


def decided_of(read: Read, team: str, rows: Sequence[Any]) -> tuple[Decided, ...]:
    """Return decisions as the page draws them."""
    ids = [row.task_id for row in rows]
    asked, closed = _wishes(read, team, ids), _tasks(read, team, ids)
    return tuple(
        Decided(
            at=row.at,
            verdict=Verdict(row.verdict),
            version=row.draft_version,
            task=closed[row.task_id].name,
            key=closed[row.task_id].key,
            title=row.title,
            reason=row.note or (_why(row, asked) if row.verdict == Verdict.APPROVE else ""),
            by_rule=not row.who,
        )
        for row in rows
    )


def _why(approved: Any, asked: Mapping[int, Mapping[int, str]]) -> str:
    """Return why a draft was approved as it is: what was asked for last before."""
    before = [wish for decision_id, wish in asked.get(approved.task_id, {}).items() if decision_id < approved.id]
    return before[-1] if before else ""


def _tasks(read: Read, team: str, ids: Collection[int]) -> dict[int, Task]:
    rows = read.conn.execute(tasks().where(task.c.team == team, task.c.id.in_(ids))).all() if ids else []
    return {row.id: task_of(row) for row in rows}


def _wishes(read: Read, team: str, ids: Collection[int]) -> Mapping[int, Mapping[int, str]]:
    """Return what was asked for in each task, by the decisions that asked for it, in their order."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    revised = decision.c.team == team, item.c.task_id.in_(ids), decision.c.verdict == Verdict.REVISE
    columns = item.c.task_id, decision.c.id, decision.c.note, decision.c.points
    query = sa.select(*columns).join_from(decision, item, of_item)
    rows = read.conn.execute(query.where(*revised, decision.c.undone_at.is_(None)).order_by(decision.c.id))
    wishes = dict[int, dict[int, str]]()
    for row in rows if ids else ():
        wishes.setdefault(row.task_id, {})[row.id] = row.note or "; ".join(row.points or ())
    return wishes
