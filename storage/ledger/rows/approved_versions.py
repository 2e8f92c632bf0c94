"""Which version of a draft was approved."""

from collections.abc import Mapping

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.values.decision import Verdict
from storage.tables import decision, item, task


def approved_versions(read: Read, team: str, newest: Mapping[int, int]) -> Mapping[int, int]:
    """Return the version of each approved task's draft that a person chose, by the task's id.

    Args:
        newest: the newest version of each task, which is the approved one where it went on by itself.
    """
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team, sa.not_(task.c.flows))
    query = sa.select(item.c.task_id, decision.c.draft_version).join_from(decision, item, of_item).join(task, of_task)
    approves = decision.c.team == team, item.c.task_id.in_(sorted(newest)), decision.c.verdict == Verdict.APPROVE
    live = query.where(*approves, decision.c.undone_at.is_(None)).order_by(decision.c.id)
    return {**newest, **{row.task_id: row.draft_version for row in read.conn.execute(live) if row.draft_version}}


def approved_version(read: Read, team: str, task_id: int, newest: int) -> int:
    """Return the version of one approved task's draft, as `approved_versions` does."""
    return approved_versions(read, team, {task_id: newest})[task_id]
