"""What a delivery brings."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.decisions.delivery_posts import delivery_of, is_current
from storage.ledger.rows.draft_rows import load_draft
from storage.ledger.rows.finding_tasks import get_task
from storage.prepared import Statement
from storage.rules.pages.messages import Post
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import decision, delivery


def outside_of(read: Read, row: Post) -> tuple[str, ...]:
    """Return the channels of a delivery that another company shares, as far as its assigner knew."""
    found = delivered(read, row.team, delivery_of(row) or 0)
    return found.task.brief.outside if found else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """The task and the draft of a delivery, and who approved it.

    Attributes:
        current: whether it is of the last approval of the task, and nobody has opened the task again since.
    """

    task: Task
    draft: Draft
    who: str
    current: bool


@Statement
def _approved(team: str, delivery_id: int) -> sa.Select[Any]:
    of_decision = sa.and_(decision.c.id == delivery.c.decision_id, decision.c.team == delivery.c.team)
    columns = delivery.c.task_id, decision.c.draft_version, decision.c.who
    query = sa.select(*columns).join_from(delivery, decision, of_decision)
    return query.where(delivery.c.team == team, delivery.c.id == delivery_id)


def delivered(read: Read, team: str, delivery_id: int) -> Delivered | None:
    """Return what a delivery brings; None when it is not kept any more."""
    row = _approved.first(read.conn, team, delivery_id)
    draft = load_draft(read, team, row.task_id, row.draft_version, files=True) if row else None
    if row is None or draft is None:
        return None
    return Delivered(
        task=get_task(read, team, row.task_id), draft=draft, who=row.who, current=is_current(read, team, delivery_id)
    )
