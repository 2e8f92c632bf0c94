"""The versions that belong to a draft: what it was edited from, and what was offered beside it."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.rows.draft_rows import load_drafts
from storage.prepared import Statement
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task
from storage.tables import draft, item


@Statement
def _origin(team: str, task_id: int, version: int) -> sa.Select[Any]:
    mine = draft.c.team == team, draft.c.task_id == task_id, draft.c.version == version
    return sa.select(draft.c.base, draft.c.edited_by).where(*mine)


def worked_on(read: Read, task: Task, version: int) -> int:
    """Return the version that a worker handed in and that people made another of by editing it; itself where nobody
    did."""
    while (row := _origin.first(read.conn, task.team, task.id, version)) and row.edited_by:
        version = row.base
    return version


def beside(read: Read, task: Task, version: int) -> tuple[Draft, ...]:
    """Return the drafts that were offered beside a version for its reviewer to choose from."""
    several = item.c.team == task.team, item.c.task_id == task.id, item.c.versions.is_not(None)
    offers = read.conn.execute(sa.select(item.c.versions).where(*several).order_by(item.c.id.desc())).scalars()
    offered: list[int] = next((offer for offer in offers if offer and version in offer), [])
    drafts = load_drafts(read, task.team, {(task.id, other) for other in offered if other != version})
    return tuple(drafts[task.id, other] for other in offered if (task.id, other) in drafts)
