"""Where a person left off in their streams: read from the history, without a model."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.rows import task_of, tasks
from storage.ledger.streams.taking_part import party
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.recap import CAME, DONE, Act, Recap, recap
from storage.rules.values.task import Origin, Task
from storage.tables import change, task

LATEST = 12  # tasks of a stream, those that changed last, whose history is read for a line
ALL = 60  # for a stream's page


def recaps(read: Read, claim: Claim, streams: Collection[int], latest: int = LATEST) -> Mapping[int, Recap]:
    """Return where a person left off in streams, by the stream's id; only tasks of theirs count.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    theirs = _latest(read, claim, sorted(set(streams)), latest)
    acts = _acts(read, claim.team, {of.name: of for of in theirs})
    stream_by_task = {of.name: of.stream_id for of in theirs}
    return {
        stream: recap([act for act in acts if stream_by_task[act.task] == stream], claim.user) for stream in streams
    }


def _latest(read: Read, claim: Claim, streams: Sequence[int], latest: int) -> list[Task]:
    """Return a person's tasks among those of each stream that changed last."""
    if not streams:
        return []
    parts = [
        sa.select(
            sa.select(task.c.id)
            .where(task.c.team == claim.team, task.c.stream_id == stream)
            .order_by(task.c.changed_at.desc())
            .limit(latest)
            .subquery()
        )
        for stream in streams
    ]
    query = tasks().where(task.c.id.in_(sa.union_all(*parts)), party(claim.team, claim.user))
    return [task_of(row) for row in read.conn.execute(query)]


def _acts(read: Read, team: str, by_name: Mapping[str, Task]) -> list[Act]:
    """Return what people may want to know of the history of tasks, the oldest first."""
    telling = change.c.what.in_(sorted({*DONE, *CAME}))
    of_tasks = change.c.team == team, change.c.subject.in_(sorted(by_name)), telling
    rows = read.conn.execute(sa.select(change).where(*of_tasks).order_by(change.c.id)).all() if by_name else []
    return [_act(row, by_name[row.subject]) for row in rows if not _by_itself(row, by_name[row.subject])]


def _by_itself(row: Any, of: Task) -> bool:
    """Tell whether a task came again, which nobody did."""
    return row.what == Happening.ASSIGN and of.origin is Origin.REPETITION


def _act(row: Any, of: Task) -> Act:
    return Act(at=row.at, who=row.who, what=row.what, task=of.name, title=of.brief.title)
