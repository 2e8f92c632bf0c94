"""The gate at work: what may start, what waits for room, and what a change of state leaves behind."""

from datetime import timedelta

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.rows import task_of, tasks
from storage.prepared import Prepared, insert
from storage.rules import lifecycle
from storage.rules.gate import Held, Load, held
from storage.rules.lifecycle import Event
from storage.rules.people import Person
from storage.rules.refusal import Stale
from storage.rules.task import State, Task
from storage.tables import attempt, collected, item, post, task

HURRY = {True: -10, False: 0}


_TEAM: sa.BindParameter[str] = sa.bindparam("team_")
_USER: sa.BindParameter[str] = sa.bindparam("user_")
_COUNT = sa.select(sa.func.count())
_COUNTS = Prepared(
    lambda _: sa.select(
        _COUNT.where(item.c.team == _TEAM, item.c.reviewer == _USER, item.c.closed_at.is_(None)).scalar_subquery(),
        _COUNT.where(
            task.c.team == _TEAM, task.c.reviewer == _USER, task.c.state == str(State.WORKING)
        ).scalar_subquery(),
    ),
    {"team_": task.c.team.type, "user_": task.c.reviewer.type},
)
_NEW_ATTEMPT = insert(
    attempt, "team", "task_id", "draft_version", "generation", "state", "points", "note", "made_at", returning="id"
)


def load(tx: Tx, reviewer: Person, assigner: str) -> Load:
    """Counts of one reviewer, in one statement."""
    waiting, under_way = _COUNTS(tx.conn, {"team_": reviewer.team, "user_": reviewer.user})
    own = assigner == reviewer.user
    return Load(waiting, under_way, reviewer.room, 0 if own else _of_assigner(tx, reviewer, assigner), own)


def _of_assigner(tx: Tx, reviewer: Person, assigner: str) -> int:
    return tx.conn.execute(
        sa.select(sa.func.count()).where(
            task.c.team == reviewer.team,
            task.c.reviewer == reviewer.user,
            task.c.assigner == assigner,
            task.c.state.in_((State.WORKING, State.READY, State.FAILED)),
        )
    ).scalar_one()


def admit(tx: Tx, reviewer: Person, assigner: str, urgent: bool) -> Held | None:
    """Whether a task may start; None when it may. Its counts stand still: a workspace's verbs follow each other."""
    return held(load(tx, reviewer, assigner), urgent)


def change_state(tx: Tx, found: Task, event: Event, who: str, why: str = "") -> State:
    """Compare-and-set on (id, version), with its row of history.

    Raises:
        Refused: the state does not allow the event.
        Stale: someone else was first.
    """
    became = lifecycle.after(found.state, event)
    won = tx.conn.execute(
        sa.update(task)
        .where(task.c.team == found.team, task.c.id == found.id, task.c.version == found.version)
        .values(state=became, version=found.version + 1, changed_at=tx.now)
    ).rowcount
    if won != 1:
        raise Stale(f"{found.name} has changed meanwhile.")
    tx.note(found.team, who, event, found.name, found.state, became, why)
    return became


def start(
    tx: Tx,
    found: Task,
    *,
    event: Event | None = Event.START,
    who: str = "",
    points: tuple[str, ...] = (),
    note: str = "",
    draft_version: int = 1,
) -> None:
    """Put an attempt on the agents' queue, in this transaction. `event` is None when the task works already."""
    if event is not None:
        change_state(tx, found, event, who or found.brief.worker)
    (made,) = _NEW_ATTEMPT(
        tx.conn,
        {
            "team": found.team,
            "task_id": found.id,
            "draft_version": draft_version,
            "generation": 0,
            "state": "due",
            "points": list(points),
            "note": note,
            "made_at": tx.now,
        },
    )
    revision = draft_version > 1
    tx.promise(
        found.team, "attempt", made, queue="attempts", priority=HURRY[found.brief.urgent] - (5 if revision else 0)
    )


def close_items(tx: Tx, found: Task) -> None:
    """Take a task's open items off the shelf, and have the messages that show them redrawn."""
    rows = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == found.team, item.c.task_id == found.id, item.c.closed_at.is_(None))
        .values(closed_at=tx.now, version=item.c.version + 1)
        .returning(item.c.id)
    ).all()
    for row in rows:
        redraw(tx, found.team, row.id)


def redraw(tx: Tx, team: str, item_id: int) -> None:
    """Promise an update of every message that shows an item; several updates of one message become one."""
    shown = tx.conn.execute(
        sa.select(collected.c.collection_id).where(collected.c.team == team, collected.c.item_id == item_id)
    )
    for row in shown.all():
        redraw_collection(tx, team, row.collection_id)


def redraw_collection(tx: Tx, team: str, collection_id: int, behind_click: timedelta | None = None) -> None:
    """Promise an update of a collection's message: now, or as what stands behind a click's own redraw."""
    rows = tx.conn.execute(
        sa.select(post.c.id).where(
            post.c.team == team, post.c.surface == "digest", post.c.subject == str(collection_id)
        )
    )
    for row in rows.all():
        key = row.id if behind_click is None else f"{row.id}:click"
        tx.promise(team, "redraw", key, once=True, queue="slack", after=behind_click or timedelta(0))


def release(tx: Tx, team: str, reviewer: str) -> list[str]:
    """Start what waits for this reviewer's room, urgent first, then in order; the names of what started."""
    who = people.ensure(tx, team, reviewer)
    waiting = tx.conn.execute(
        tasks()
        .where(task.c.team == team, task.c.reviewer == reviewer, task.c.state == State.WAITING)
        .order_by(task.c.urgent.desc(), task.c.id)
        .limit(2 * who.room)
    ).all()
    started = []
    for row in waiting:
        found = task_of(row)
        if admit(tx, who, found.assigner, found.brief.urgent) is None:
            start(tx, found)
            started.append(found.name)
    return started
