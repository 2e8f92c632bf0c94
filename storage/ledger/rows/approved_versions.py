"""Which version of a draft was approved."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
from storage.rules.values.decision import Verdict
from storage.tables import decision, item, task


@Statement
def _approvals(team: str, tasks: Sequence[int]) -> sa.Select[Any]:
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team, sa.not_(task.c.flows))
    query = sa.select(item.c.task_id, decision.c.draft_version).join_from(decision, item, of_item).join(task, of_task)
    approves = decision.c.team == team, one_of(item.c.task_id, tasks), decision.c.verdict == Verdict.APPROVE
    return query.where(*approves, decision.c.undone_at.is_(None)).order_by(decision.c.id)


def approved_versions(read: Read, team: str, newest: Mapping[int, int]) -> Mapping[int, int]:
    """Return the version of each approved task's draft that a person chose, by the task's id.

    Args:
        newest: the newest version of each task, which is the approved one where it went on by itself.
    """
    approvals = _approvals.all(read.conn, team, sorted(newest))
    return {**newest, **{row.task_id: row.draft_version for row in approvals if row.draft_version}}


def approved_version(read: Read, team: str, task_id: int, newest: int) -> int:
    """Return the version of one approved task's draft, as `approved_versions` does."""
    return approved_versions(read, team, {task_id: newest})[task_id]
