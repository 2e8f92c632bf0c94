"""The gate at work: what may start, and what waits for room."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf.held_streams import held_streams
from storage.ledger.shelf.load import load
from storage.ledger.shelf.queue import ahead, with_budget
from storage.ledger.shelf.undoable import undoable
from storage.ledger.work.starting import begin
from storage.ledger.work.steps import take_material
from storage.prepared import Statement
from storage.rules.gate import Cause, Held, held, hold_for, hold_on
from storage.rules.people import Person
from storage.rules.values.task import State, Task
from storage.rules.values.worker import WorkerKind
from storage.tables import task


def admit(
    read: Read,
    reviewer: Person,
    owner: Person,
    urgent: bool,
    waits: Task | None = None,
    agent: bool = True,
    stream: int | None = None,
) -> Held | None:
    """Return why a task may not start; None when it may. The counts can't change
    meanwhile: the verbs of one workspace run one after the other.

    Args:
        waits: the task, where it waits already.
        agent: whether an agent works on it: what colleagues do takes nobody's room.
        stream: the id of its stream.
    """
    if (nobody := hold_for(owner.actor, reviewer.actor)) is not None:
        return nobody
    resting = held_streams(read, reviewer.team, () if stream is None else (stream,))
    if (rests := hold_on(resting, stream, agent)) is not None or not agent:
        return rests
    counts = load(read, reviewer, owner.user)
    if held(counts, urgent) is None:
        return None
    decided = undoable(read, reviewer)
    spent = held_streams(read, reviewer.team, with_budget(read, reviewer))
    before, own_before = ahead(read, reviewer, owner.user, urgent=urgent, than=waits, spent=spent)
    return held(
        replace(
            counts,
            waiting=counts.waiting - len(decided.free_at) - decided.resuming,
            under_way=counts.under_way + decided.resuming,
            free_at=decided.free_at,
            ahead=before,
            own_ahead=own_before,
        ),
        urgent,
    )


@Statement
def _waiting(team: str, reviewer: str) -> sa.Select[Any]:
    columns = task.c.id, task.c.assigner, task.c.urgent, task.c.worker_kind, task.c.stream_id  # a thousand may wait
    waits = task.c.team == team, task.c.reviewer == reviewer, task.c.state == str(State.WAITING)
    return sa.select(*columns).where(*waits).order_by(task.c.urgent.desc(), task.c.id)


def release(tx: Tx, team: str, reviewer: str) -> list[str]:
    """Start what waits for this reviewer's room, urgent first, then in order; return the names of what started.

    An assigner who has their share already is passed over, so that nobody's own work waits behind them; so is one who
    is not known, or is no full member, and what is in a stream whose tasks do not start.
    """
    person = people.ensure(tx, team, reviewer)
    if person.actor.outside is not None:
        return []
    waiting = _waiting.all(tx.conn, team, reviewer)
    if not waiting:
        return []
    known = people.known_among(tx, team, {row.assigner for row in waiting})
    resting = held_streams(tx, team, {row.stream_id for row in waiting if row.stream_id is not None})
    started, over, full = [], set[str](), False  # who has their share, and whether no agent starts any more
    for row in waiting:
        agent = row.worker_kind == WorkerKind.AGENT
        if (
            row.assigner not in known
            or hold_on(resting, row.stream_id, agent)
            or (agent and (full or row.assigner in over))
        ):
            continue
        refused = held(load(tx, person, row.assigner), row.urgent) if agent else None
        if refused is None:
            waiter = take_material(tx, get_task(tx, team, row.id))
            begin(tx, waiter)
            started.append(waiter.name)
        elif refused.cause is Cause.SHARE:
            over.add(row.assigner)
        else:
            full = True
    return started
