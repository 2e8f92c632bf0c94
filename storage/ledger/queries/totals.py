"""The totals of a workspace."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.lifecycle import CLOSED
from storage.rules.posts import NOT_THERE
from storage.tables import collected, collection, decision, job, post, task


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The totals of a workspace: `slots` are scheduled collections that brought something, `lost` is work that is in no
    good state: posts that failed, jobs that died, tasks that are still open."""

    assigned: int
    slots: int
    decisions: int
    lost: int


def tally(read: Read, team: str) -> Tally:
    """Return the totals of a workspace since its beginning."""

    def count(query: sa.Select[Any]) -> int:
        return int(read.conn.execute(query).scalar_one())

    brought = sa.exists().where(collected.c.team == team, collected.c.collection_id == collection.c.id)
    total = sa.select(sa.func.count())
    return Tally(
        assigned=count(total.select_from(task).where(task.c.team == team)),
        slots=count(
            total.select_from(collection).where(
                collection.c.team == team, collection.c.kind == "slot", collection.c.slot.is_not(None), brought
            )
        ),
        decisions=count(
            total.select_from(decision).where(
                decision.c.team == team, decision.c.effected_at.is_not(None), decision.c.undone_at.is_(None)
            )
        ),
        lost=count(total.select_from(task).where(task.c.team == team, task.c.state.not_in(CLOSED)))
        + count(total.select_from(post).where(post.c.team == team, post.c.state.in_(NOT_THERE)))
        + count(total.select_from(job).where(job.c.team == team, job.c.state == "dead")),
    )
