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
from storage.tables import attempt, collected, draft, item, post, task, workspace

HURRY = {True: -10, False: 0}
TAKEABLE = ("due", "running")  # attempts that a worker may take, or take up again
LIVE = (*TAKEABLE, "asking", "held")  # attempts that have not ended
EDITS = timedelta(seconds=10)  # between two updates of a message that tells how far a task is


_TEAM: sa.BindParameter[str] = sa.bindparam("team_")
_USER: sa.BindParameter[str] = sa.bindparam("user_")
_COUNT = sa.select(sa.func.count())
_COUNTS = Prepared(
    lambda _: sa.select(
        _COUNT.where(item.c.team == _TEAM, item.c.reviewer == _USER, item.c.closed_at.is_(None)).scalar_subquery(),
        _COUNT.where(
            task.c.team == _TEAM, task.c.reviewer == _USER, task.c.state == str(State.WORKING)
        ).scalar_subquery(),
        sa.select(workspace.c.stopped_by).where(workspace.c.team == _TEAM).scalar_subquery(),
    ),
    {"team_": task.c.team.type, "user_": task.c.reviewer.type},
)
# fmt: off
_NEW_ATTEMPT = insert(
    attempt, "team", "task_id", "draft_version", "generation", "candidate", "batch", "base", "state", "points", "note",
    "made_at", returning="id",
)
# fmt: on


def load(tx: Tx, reviewer: Person, assigner: str) -> Load:
    """Counts of one reviewer, in one statement."""
    waiting, under_way, stopped = _COUNTS(tx.conn, {"team_": reviewer.team, "user_": reviewer.user})
    own = assigner == reviewer.user
    others = 0 if own else _of_assigner(tx, reviewer, assigner)
    return Load(waiting, under_way, reviewer.room, others, own, stopped or "")


def _of_assigner(tx: Tx, reviewer: Person, assigner: str) -> int:
    return tx.conn.execute(
        sa.select(sa.func.count()).where(
            task.c.team == reviewer.team,
            task.c.reviewer == reviewer.user,
            task.c.assigner == assigner,
            task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED)),
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
    version: int = 1,
    base: int = 0,
) -> None:
    """Put the attempts of a next version on the agents' queue, in this transaction: one for a revision, as many as the
    brief asks for else.

    Args:
        event: None when the task works already.
        base: the version that is to be changed; 0 for none.
    """
    if event is not None:
        change_state(tx, found, event, who or found.brief.worker)
    candidate = candidate_of(tx, found, base) if base else 0
    for n in range(1 if base else found.brief.versions):
        row = {
            "team": found.team,
            "task_id": found.id,
            "draft_version": version + n,
            "generation": 0,
            "candidate": candidate + n,
            "batch": version,
            "base": base,
            "state": "due",
            "points": list(points),
            "note": note,
            "made_at": tx.now,
        }
        (made,) = _NEW_ATTEMPT(tx.conn, row)
        promise_attempt(tx, found, made, hurry=5 if base else 0)


def again(tx: Tx, found: Task, event: Event | None = None) -> None:
    """The newest attempt's work once more, with what was asked for then."""
    of_task = attempt.c.team == found.team, attempt.c.task_id == found.id
    last = tx.conn.execute(sa.select(attempt).where(*of_task).order_by(attempt.c.id.desc()).limit(1)).one()
    points, version = tuple(last.points), next_version(tx, found)
    start(tx, found, event=event, version=version, base=last.base, points=points, note=last.note)


def promise_attempt(tx: Tx, found: Task, attempt_id: int, hurry: int = 0) -> None:
    """Have an attempt taken up; while everything is stopped it is held instead."""
    stopped = tx.conn.execute(sa.select(workspace.c.stopped_by).where(workspace.c.team == found.team)).scalar()
    if stopped:
        held_back = attempt.c.team == found.team, attempt.c.id == attempt_id
        tx.conn.execute(sa.update(attempt).where(*held_back).values(state="held"))
        return
    tx.promise(found.team, "attempt", attempt_id, queue="attempts", priority=HURRY[found.brief.urgent] - hurry)


def next_version(tx: Tx, found: Task) -> int:
    """One more than any draft of the task has, shown or not."""
    newest = tx.conn.execute(
        sa.select(sa.func.max(draft.c.version)).where(draft.c.team == found.team, draft.c.task_id == found.id)
    ).scalar()
    return (newest or 0) + 1


def candidate_of(tx: Tx, found: Task, version: int) -> int:
    """Which of several side by side made a version."""
    made = tx.conn.execute(
        sa.select(attempt.c.candidate)
        .where(attempt.c.team == found.team, attempt.c.task_id == found.id, attempt.c.draft_version == version)
        .order_by(attempt.c.id.desc())
    ).scalar()
    return made or 0


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


def redraw_progress(tx: Tx, found: Task, soon: bool = True) -> bool:
    """Promise an update of the message that tells how far a task is: now, or at most once in `EDITS`; whether there is
    one."""
    shown = post.c.team == found.team, post.c.surface == "progress", post.c.subject == str(found.id)
    row = tx.conn.execute(sa.select(post.c.id).where(*shown)).first()
    if row is not None:
        after = timedelta(0) if soon else EDITS
        tx.promise(found.team, "redraw", row.id, once=True, queue="slack", after=after)
    return row is not None


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
