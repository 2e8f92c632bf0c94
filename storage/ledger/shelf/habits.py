"""Rules from a reviewer's own record: which there are, what they approved, and in which collection that is told."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.item_rows import items_of
from storage.ledger.rows.task_rows import task_of
from storage.prepared import Statement
from storage.rules.habits import QUIET, ROW, fits
from storage.rules.happenings import Happening
from storage.rules.posts import PostKind
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.habit import Habit, HabitState, Told, Used
from storage.rules.values.item import Item
from storage.rules.values.task import State, Task
from storage.rules.values.worker import Worker, WorkerKind
from storage.rules.verdicts import taken_by
from storage.tables import change, decision, habit, habit_use, item, stream, task


@Statement
def _rules(team: str, reviewer: str) -> sa.Select[Any]:
    """Return the query of a reviewer's rules, which is asked at each collection."""
    mine = habit.c.team == team, habit.c.reviewer == reviewer
    return sa.select(habit.c.id, habit.c.state, habit.c.collection_id).where(*mine)


LOOKED = 2 * ROW  # decisions of a worker in a stream that are looked at


def of_task(target: Task, *states: HabitState) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the SQL conditions of the rules of a task's reviewer that its drafts fall under."""
    worker = target.brief.worker
    stream_id = habit.c.stream_id.is_(None) if target.stream_id is None else habit.c.stream_id == target.stream_id
    mine = (
        habit.c.team == target.team,
        habit.c.reviewer == target.reviewer,
        habit.c.state.in_([str(s) for s in states]),
    )
    return *mine, habit.c.worker == worker.name, habit.c.worker_kind == str(worker.kind), stream_id


def agreed(read: Read, target: Task) -> int | None:
    """Return the id of the agreed rule that a task's drafts fall under, where its reviewer is a full member, and who
    assigned it is among those whose tasks the rule was learned from."""
    rule = read.conn.execute(sa.select(habit.c.id, habit.c.made_at).where(*of_task(target, HabitState.AGREED))).first()
    if rule is None:
        return None
    reviewer = people.find(read, target.team, target.reviewer)
    used = habit_use.c.team == target.team, habit_use.c.task_id == target.id
    again = read.conn.execute(sa.select(habit_use.c.task_id).where(*used)).first() is not None
    if reviewer is None or reviewer.actor.outside is not None or again:
        return None
    return int(rule.id) if target.assigner == target.reviewer or _is_known(read, target, rule.made_at) else None


def _is_known(read: Read, target: Task, made_at: datetime) -> bool:
    """Tell whether a reviewer had approved drafts like these for who assigned the task, before their rule was
    proposed: nobody else gets words approved by it in another's name."""
    theirs = _decided(target, made_at - QUIET).where(
        task.c.assigner == target.assigner,
        decision.c.at <= made_at,
        decision.c.verdict == Verdict.APPROVE,
        decision.c.undone_at.is_(None),
    )
    return read.conn.execute(theirs.limit(1)).first() is not None


def propose(tx: Tx, approved: Item) -> bool:
    """Propose a rule where a reviewer has approved the last ten drafts like this one; return whether it is proposed."""
    target, four_eyes = approved.task, tx.terms.policy.four_eyes
    if approved.reviewer != target.reviewer or not fits(approved, four_eyes):
        return False
    query = sa.select(habit.c.state, habit.c.ended_at).where(*of_task(target, *HabitState)).order_by(habit.c.id.desc())
    last = tx.conn.execute(query.limit(1)).first()
    if last is not None and (last.ended_at is None or _holds(tx, last)):
        return False
    since = max(tx.now - QUIET, last.ended_at) if last is not None else tx.now - QUIET
    if not _all_approved(tx, target, since):
        return False
    row = {
        "team": target.team,
        "key": new_key(),
        "reviewer": target.reviewer,
        "worker": target.brief.worker.name,
        "worker_kind": str(target.brief.worker.kind),
        "stream_id": target.stream_id,
        "decided": ROW,
        "made_at": tx.now,
    }
    tx.conn.execute(sa.insert(habit), row)
    return True


def _holds(read: Read, last: Any) -> bool:
    return bool(last.state == HabitState.REFUSED and read.now - last.ended_at < QUIET)


def _all_approved(read: Read, target: Task, since: Any) -> bool:
    """Tell whether the newest ten decisions on such drafts were approvals that still hold."""
    rows = read.conn.execute(_decided(target, since)).all()
    if len(rows) < ROW:
        return False
    items = {one.id: one for one in items_of(read, target.team, rows)}
    alike = [row for row in rows if fits(items[row.id], read.terms.policy.four_eyes)][:ROW]
    if len(alike) < ROW:
        return False
    held = all(row.verdict == Verdict.APPROVE and row.undone_at is None for row in alike)
    held = held and not any(draft.edited_by for row in alike if (draft := items[row.id].draft))  # their own words
    names = [items[row.id].task.name for row in alike]
    return (
        held and all(items[row.id].task.state is State.APPROVED for row in alike) and not _reopened(read, target, names)
    )


def _decided(target: Task, since: Any) -> sa.Select[Any]:
    """Return the query of the newest decisions of a reviewer on the drafts of a worker in a stream."""
    stream_id = task.c.stream_id.is_(None) if target.stream_id is None else task.c.stream_id == target.stream_id
    worker = (task.c.worker == target.brief.worker.name, task.c.worker_kind == str(target.brief.worker.kind), stream_id)
    of_item = sa.and_(item.c.team == decision.c.team, item.c.id == decision.c.item_id)
    of_its_task = sa.and_(task.c.team == item.c.team, task.c.id == item.c.task_id)
    mine = decision.c.team == target.team, decision.c.who == target.reviewer, decision.c.at > since
    return (
        sa.select(item, decision.c.verdict, decision.c.undone_at)
        .join_from(decision, item, of_item)
        .join(task, of_its_task)
        .where(*mine, decision.c.verdict.in_(sorted(taken_by(Kind.DRAFT))), item.c.doubts == 0, *worker)
        .order_by(decision.c.at.desc(), decision.c.id.desc())
        .limit(LOOKED)
    )


def _reopened(read: Read, target: Task, names: list[str]) -> bool:
    again = change.c.team == target.team, change.c.subject.in_(names), change.c.what == sa.literal_column("'reopen'")
    return read.conn.execute(sa.select(change.c.id).where(*again).limit(1)).first() is not None


def end(tx: Tx, target: Task, why: str) -> None:
    """End the agreed rule that a task's drafts fall under, and tell its reviewer why.

    Args:
        why: what happened, as a sentence without its full stop; it names nobody.
    """
    ended = sa.update(habit).where(*of_task(target, HabitState.AGREED))
    row = tx.conn.execute(ended.values(state=str(HabitState.ENDED), ended_at=tx.now).returning(habit.c.id)).first()
    if row is None:
        return
    where = f" in {target.brief.stream}" if target.brief.stream else ""
    tx.note(
        target.team,
        "",
        Happening.HABIT,
        target.reviewer,
        was=str(HabitState.AGREED),
        became=str(HabitState.ENDED),
        why=why,
    )
    text = f"Your rule for {target.brief.worker}{where} has ended: {why}. What comes back waits for you again."
    put_post(
        tx, target.team, PostKind.LINE, hold(tx, target.team, {"text": text, "plain": True}), owner=target.reviewer
    )


def untold(read: Read, team: str, reviewer: str) -> bool:
    """Tell whether rules of a reviewer approved anything that no collection has told yet."""
    if not (rules := _rules.all(read.conn, team, reviewer)):  # as most people have none
        return False
    of_rules = habit_use.c.habit_id.in_([rule.id for rule in rules])
    mine = habit_use.c.team == team, habit_use.c.collection_id.is_(None), of_rules
    return read.conn.execute(sa.select(habit_use.c.task_id).where(*mine).limit(1)).first() is not None


def tell(tx: Tx, team: str, reviewer: str, collection_id: int) -> None:
    """Have a collection tell what the rules of its reviewer approved since the last one, and what is proposed."""
    if not (rules := _rules.all(tx.conn, team, reviewer)):  # as most people have none
        return
    ids = [rule.id for rule in rules]
    mine = habit_use.c.team == team, habit_use.c.collection_id.is_(None), habit_use.c.habit_id.in_(ids)
    values = {"collection_id": collection_id, "told_at": tx.now}
    tx.conn.execute(sa.update(habit_use).where(*mine).values(values))
    proposed = [rule.id for rule in rules if rule.state == HabitState.PROPOSED and rule.collection_id is None]
    if proposed:
        once = habit.c.team == team, habit.c.id == min(proposed)
        tx.conn.execute(sa.update(habit).where(*once).values(collection_id=collection_id))


def told_in(read: Read, team: str, collection_id: int) -> tuple[Used, ...]:
    """Return what rules approved and a collection tells, the oldest first."""
    mine = habit_use.c.team == team, habit_use.c.collection_id == collection_id
    query = sa.select(habit_use.c.task_id).where(*mine)
    rows = read.conn.execute(tasks().where(task.c.team == team, task.c.id.in_(query)).order_by(task.c.id))
    done = [task_of(row) for row in rows]
    return tuple(Used(one.name, one.key, one.brief.title, one.state is not State.APPROVED) for one in done)


def told(read: Read, row: Any) -> Told:
    """Return what a collection tells of the rules of its reviewer, from the collection's row."""
    if not row.reviewer or not _rules.all(read.conn, row.team, row.reviewer):
        return Told()
    rows = read.conn.execute(_habits(row.team, row.reviewer).where(habit.c.collection_id == row.id)).all()
    return Told(told_in(read, row.team, row.id), habit_of(rows[0]) if rows else None)


def listed(read: Read, team: str, reviewer: str) -> tuple[Habit, ...]:
    """Return the rules of a reviewer that are proposed or agreed, the oldest first."""
    open_ones = habit.c.state.in_([str(HabitState.PROPOSED), str(HabitState.AGREED)])
    return tuple(habit_of(row) for row in read.conn.execute(_habits(team, reviewer).where(open_ones)))


def _habits(team: str, reviewer: str) -> sa.Select[Any]:
    of_stream = sa.and_(stream.c.team == habit.c.team, stream.c.id == habit.c.stream_id)
    query = sa.select(habit, stream.c.name.label("stream_name")).join_from(habit, stream, of_stream, isouter=True)
    return query.where(habit.c.team == team, habit.c.reviewer == reviewer).order_by(habit.c.id)


def habit_of(row: Any) -> Habit:
    """Return the rule that a row holds."""
    return Habit(
        key=row.key,
        reviewer=row.reviewer,
        worker=Worker(row.worker, WorkerKind(row.worker_kind)),
        stream=row.stream_name or "",
        state=HabitState(row.state),
        decided=row.decided,
        used=row.used,
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
    )
