"""What waits for a reviewer: what is open and undecided, apart from what is decided and can still be undone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules import effort
from storage.rules.gate import share_of
from storage.rules.people import Person
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import State, Task
from storage.rules.values.worker import WorkerKind
from storage.rules.verdicts import ENDS
from storage.tables import decision, item, stream, task


@dataclass(frozen=True, slots=True)
class Undoable:
    """Tasks of a reviewer that are decided and can still be undone.

    Attributes:
        free_at: when each decision that frees a place becomes final, soonest first.
        resuming: how many go back to work.
    """

    free_at: tuple[datetime, ...]
    resuming: int


def live_decision() -> sa.Exists:
    """Return the SQL condition that an item has a decision that was not undone."""
    of_item = decision.c.team == item.c.team, decision.c.item_id == item.c.id
    return sa.exists().where(*of_item, decision.c.undone_at.is_(None))


def undecided(team: str, user: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the SQL conditions of the open items that a reviewer can decide."""
    return item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None), ~live_decision()


def undoable(read: Read, reviewer: Person) -> Undoable:
    """Return the tasks that hold the gate and are decided already, but can still be undone."""
    here = reviewer.team, reviewer.user
    rows = read.conn.execute(
        sa.select(item.c.task_id, decision.c.verdict, decision.c.effect_due)
        .join_from(item, decision, sa.and_(decision.c.team == item.c.team, decision.c.item_id == item.c.id))
        .where(item.c.team == here[0], item.c.reviewer == here[1], item.c.closed_at.is_(None), sa.not_(item.c.rest))
        .where(decision.c.undone_at.is_(None))
        .where(item.c.task_id.not_in(sa.select(item.c.task_id).where(*undecided(*here), sa.not_(item.c.rest))))
    ).all()
    resuming = {row.task_id for row in rows if row.verdict not in ENDS}
    ending = {row.task_id: row.effect_due for row in rows if row.task_id not in resuming}
    return Undoable(tuple(sorted(ending.values())), len(resuming))


def ahead(read: Read, reviewer: Person, urgent: bool, than: Task | None = None) -> int:
    """Return how many tasks will start before another; of each other person, no more than their share lets in.

    Args:
        than: one that waits already; a new one stands at the end.
    """
    held = sa.select(stream.c.id).where(stream.c.team == reviewer.team, stream.c.stopped_by != "")
    starts = sa.or_(task.c.stream_id.is_(None), task.c.stream_id.not_in(held))
    mine = task.c.team == reviewer.team, task.c.reviewer == reviewer.user, task.c.state == State.WAITING, starts
    before = sa.and_(task.c.urgent == urgent, task.c.id < than.id if than else sa.true())
    first = before if urgent else sa.or_(task.c.urgent, before)
    waiting = _counted(read, *mine, first)
    agents = sa.or_(task.c.worker_kind == str(WorkerKind.AGENT), task.c.state == State.READY)  # colleagues take no room
    taken = sa.and_(agents, task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED)))
    there = _counted(read, task.c.team == reviewer.team, task.c.reviewer == reviewer.user, taken)
    share = share_of(reviewer.room)
    own = waiting.pop(reviewer.user, 0)
    return own + sum(min(count, max(0, share - there.get(user, 0))) for user, count in waiting.items())


def _counted(read: Read, *where: sa.ColumnElement[bool]) -> dict[str, int]:
    """Return how many tasks there are, by who assigned them."""
    rows = read.conn.execute(
        sa.select(task.c.assigner, sa.func.count().label("n")).where(*where).group_by(task.c.assigner)
    )
    return {row.assigner: int(row.n) for row in rows}


def quickest(read: Read, reviewer: Person) -> tuple[int, float] | None:
    """Return the item (id, minutes) that makes room with the least attention; None when nothing waits. Resting items
    come last, since they hold nothing up; answers and retries late, since with them the work only goes on."""
    columns = item.c.id, item.c.kind, item.c.words, item.c.doubts, item.c.rest
    mine = *undecided(reviewer.team, reviewer.user), item.c.remedy != str(Remedy.DELIVERY)
    rows = read.conn.execute(sa.select(*columns).where(*mine)).all()

    def order(row: Any) -> tuple[bool, bool, float, int]:
        return row.rest, row.kind != Kind.DRAFT, effort.minutes(row.words, row.doubts), row.id

    first = min(rows, key=order, default=None)
    return (first.id, effort.minutes(first.words, first.doubts)) if first is not None else None
