"""The decisions that closed tasks of a stream."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.streams.newest import newest_tasks
from storage.ledger.streams.taking_part import party
from storage.rules.authority import Claim
from storage.rules.lifecycle import CLOSED
from storage.rules.values.decision import Verdict
from storage.rules.values.stream import Stream
from storage.tables import decision, draft, item, task

CLOSES = (Verdict.APPROVE, Verdict.REJECT)


def closing_decisions(read: Read, claim: Claim, the_stream: Stream) -> list[Any]:
    """Return the decisions that closed tasks of a stream, of those that a person may read, the newest first."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    version = sa.and_(
        draft.c.task_id == task.c.id, draft.c.version == decision.c.draft_version, draft.c.team == task.c.team
    )
    mine = task.c.id.in_(newest_tasks(claim, the_stream)), party(claim.team, claim.user), decision.c.team == claim.team
    wanted = decision.c.id, decision.c.at, decision.c.verdict, decision.c.draft_version, decision.c.note, decision.c.who
    query = sa.select(*wanted, task.c.id.label("task_id"), task.c.title, item.c.made_at, draft.c.base)
    joined = query.select_from(task).join(item, of_task).join(decision, of_item).join(draft, version, isouter=True)
    closed = task.c.state.in_([str(state) for state in CLOSED])  # what was opened again is decided no more
    closes = decision.c.undone_at.is_(None), decision.c.verdict.in_(CLOSES), closed
    return sorted(read.conn.execute(joined.where(*mine, *closes)), key=lambda row: -row.id)
