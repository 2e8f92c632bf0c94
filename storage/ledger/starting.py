"""The gate at work: what may start, what waits for room, and what a change of state leaves behind."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.rows import task_of, tasks
from storage.ledger.turns import HELD, TAKEABLE, promise_attempt
from storage.ledger.voiding import void_all
from storage.ledger.waiting import ahead, undoable
from storage.prepared import Prepared, insert
from storage.rules import lifecycle
from storage.rules.gate import Cause, Held, Load, held, hold_for
from storage.rules.lifecycle import Event
from storage.rules.people import Person
from storage.rules.refusal import Stale
from storage.rules.task import State, Task
from storage.tables import attempt, collected, draft, item, post, task, workspace

LIVE = (*TAKEABLE, "asking", HELD)  # attempts that have not ended
TOGETHER = timedelta(seconds=1)  # a card says so late that it took effect, and that Slack has the delivery
EDITS = timedelta(seconds=10)  # between two updates of a message that tells how far a task is


_TEAM: sa.BindParameter[str] = sa.bindparam("team_")
_USER: sa.BindParameter[str] = sa.bindparam("user_")
_COUNT = sa.select(sa.func.count())
_WAITING = item.c.team == _TEAM, item.c.reviewer == _USER, item.c.closed_at.is_(None), sa.not_(item.c.rest)
_COUNTS = Prepared(
    lambda _: sa.select(
        sa.select(sa.func.count(item.c.task_id.distinct())).where(*_WAITING).scalar_subquery(),
        _COUNT.where(
            task.c.team == _TEAM,
            task.c.reviewer == _USER,
            task.c.state == str(State.WORKING),
            task.c.id.not_in(sa.select(item.c.task_id).where(*_WAITING)),
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
    """Return the counts of one reviewer, in one statement; each task counts once, and what rests does not."""
    waiting, under_way, stopped = _COUNTS(tx.conn, {"team_": reviewer.team, "user_": reviewer.user})
    own = assigner == reviewer.user
    others = 0 if own else _of_assigner(tx, reviewer, assigner)
    return Load(
        waiting=waiting,
        under_way=under_way,
        limit=reviewer.room,
        from_assigner=others,
        own=own,
        stopped_by=stopped or "",
    )


def _of_assigner(tx: Tx, reviewer: Person, assigner: str) -> int:
    return tx.conn.execute(
        sa.select(sa.func.count()).where(
            task.c.team == reviewer.team,
            task.c.reviewer == reviewer.user,
            task.c.assigner == assigner,
            task.c.state.in_((State.WORKING, State.ASKING, State.READY, State.FAILED)),
        )
    ).scalar_one()


def admit(tx: Tx, reviewer: Person, owner: Person, urgent: bool, waits: Task | None = None) -> Held | None:
    """Whether a task may start; None when it may. Its counts stand still: a workspace's verbs follow each other.

    Args:
        waits: the task, where it waits already.
    """
    if (nobody := hold_for(owner.actor, reviewer.actor)) is not None:
        return nobody
    counts = load(tx, reviewer, owner.user)
    if held(counts, urgent) is None:
        return None
    decided = undoable(tx, reviewer)
    return held(
        replace(
            counts,
            waiting=counts.waiting - len(decided.free_at) - decided.resuming,
            under_way=counts.under_way + decided.resuming,
            free_at=decided.free_at,
            ahead=ahead(tx, reviewer, urgent, waits),
        ),
        urgent,
    )


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
    tx.note(found.team, who, event, found.name, was=found.state, became=became, why=why)
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
        asked = {"batch": version, "base": base, "points": list(points), "note": note}
        _attempt(tx, found, version + n, candidate + n, asked)


def _attempt(tx: Tx, found: Task, version: int, candidate: int, asked: Mapping[str, Any]) -> None:
    """Have one version made.

    Args:
        asked: the batch that it is part of, the version that is to be changed, the points, and the note.
    """
    row = {"team": found.team, "task_id": found.id, "generation": 0, "state": "due", "made_at": tx.now}
    (made,) = _NEW_ATTEMPT(tx.conn, row | {"draft_version": version, "candidate": candidate} | dict(asked))
    promise_attempt(tx, found, made, hurry=5 if asked["base"] else 0)


def again(tx: Tx, found: Task, event: Event | None = None) -> None:
    """Have all of the newest attempt's work made once more, with what was asked for then."""
    last = _newest(tx, found)
    points, version = tuple(last.points), next_version(tx, found)
    start(tx, found, event=event, version=version, base=last.base, points=points, note=last.note)


def retry(tx: Tx, found: Task) -> None:
    """Have made again what was not done of several versions side by side, beside what was; all where nothing was."""
    last = _newest(tx, found)
    batch = attempt.c.team == found.team, attempt.c.task_id == found.id, attempt.c.batch == last.batch
    rows = tx.conn.execute(sa.select(attempt.c.candidate, attempt.c.state).where(*batch)).all()
    done = {row.candidate for row in rows if row.state == "done"}
    left = sorted({row.candidate for row in rows} - done)
    if not done or not left:
        again(tx, found)
        return
    asked = {"batch": last.batch, "base": last.base, "points": list(last.points), "note": last.note}
    for version, candidate in enumerate(left, next_version(tx, found)):
        _attempt(tx, found, version, candidate, asked)


def _newest(tx: Tx, found: Task) -> Any:
    of_task = attempt.c.team == found.team, attempt.c.task_id == found.id
    return tx.conn.execute(sa.select(attempt).where(*of_task).order_by(attempt.c.id.desc()).limit(1)).one()


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


def close_items(tx: Tx, found: Task, why: str, by: str) -> None:
    """Take a task's open items off the shelf with what was decided on them, and have the messages redrawn.

    Args:
        why: what happened, told to who decided what has no effect any more.
        by: who caused it.
    """
    rows = tx.conn.execute(
        sa.update(item)
        .where(item.c.team == found.team, item.c.task_id == found.id, item.c.closed_at.is_(None))
        .values(closed_at=tx.now, version=item.c.version + 1)
        .returning(item.c.id)
    ).all()
    void_all(tx, found, [row.id for row in rows], why, by)
    for row in rows:
        redraw(tx, found.team, row.id)


def redraw(tx: Tx, team: str, item_id: int) -> None:
    """Promise an update of every message that shows an item; several updates of one message become one."""
    shown = tx.conn.execute(
        sa.select(collected.c.collection_id).where(collected.c.team == team, collected.c.item_id == item_id)
    )
    for row in shown.all():
        redraw_collection(tx, team, row.collection_id)


def redraw_decided(tx: Tx, found: Task) -> None:
    """Promise an update of what shows the task's last decided item: what it says of what comes next is past."""
    closed = item.c.team == found.team, item.c.task_id == found.id, item.c.closed_at.is_not(None)
    last = tx.conn.execute(sa.select(sa.func.max(item.c.id)).where(*closed)).scalar()
    if last is not None:
        redraw(tx, found.team, last)


def redraw_progress(tx: Tx, found: Task, soon: bool = True) -> bool:
    """Promise an update of the message that tells how far a task is: now, or at most once in `EDITS`; whether there is
    one."""
    shown = post.c.team == found.team, post.c.surface == "progress", post.c.subject == str(found.id)
    row = tx.conn.execute(sa.select(post.c.id).where(*shown)).first()
    if row is not None:
        after = timedelta(0) if soon else EDITS
        tx.promise(found.team, "redraw", row.id, once=True, queue="slack", after=after)
    return row is not None


def redraw_collection(tx: Tx, team: str, collection_id: int) -> None:
    """Promise an update of a collection's message; what happens to its cards within a moment is drawn together."""
    rows = tx.conn.execute(
        sa.select(post.c.id).where(
            post.c.team == team, post.c.surface == "digest", post.c.subject == str(collection_id)
        )
    )
    for row in rows.all():
        tx.promise(team, "redraw", row.id, once=True, queue="slack", after=TOGETHER)


def release(tx: Tx, team: str, reviewer: str) -> list[str]:
    """Start what waits for this reviewer's room, urgent first, then in order; return the names of what started.

    Whoever has their share already is passed over, so that nobody's own work waits behind them; so is who is not known,
    or no full member.
    """
    who = people.ensure(tx, team, reviewer)
    if who.actor.outside is not None:
        return []
    waiting = tx.conn.execute(
        tasks()
        .where(task.c.team == team, task.c.reviewer == reviewer, task.c.state == State.WAITING)
        .where(task.c.assigner.in_(people.members(tx, team)))
        .order_by(task.c.urgent.desc(), task.c.id)
    ).all()
    started, over = [], set[str]()  # who has their share
    for row in waiting:
        if row.assigner in over:
            continue
        found = task_of(row)
        refused = held(load(tx, who, found.assigner), found.brief.urgent)
        if refused is None:
            start(tx, found)
            started.append(found.name)
        elif refused.cause is Cause.SHARE:
            over.add(found.assigner)
        else:
            break
    return started
