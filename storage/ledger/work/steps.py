"""Which tasks come after which: a task starts when those before it are approved, and its worker has their drafts."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.codec.briefs import brief_json
from storage.ledger.core.ledger import Read, Tx
from storage.ledger.edges import edges_at
from storage.ledger.messages.redraws import redraw_open
from storage.ledger.rows.approved_versions import approved_versions
from storage.ledger.rows.draft_rows import load_drafts
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.task_rows import task_of
from storage.ledger.work.behind import all_behind
from storage.ledger.work.series_rows import rows_before
from storage.prepared import Statement
from storage.rules.authority import Action, Claim
from storage.rules.chain import MOST_STEPS, MOST_TASKS
from storage.rules.jobs import JobKind
from storage.rules.lifecycle import CLOSED, GONE
from storage.rules.pages.pipelines import Pipeline
from storage.rules.refusal import Reason, Refused
from storage.rules.values.brief import Brief
from storage.rules.values.source import Source
from storage.rules.values.task import State, Task
from storage.tables import edge, task

DRAWN = 20  # tasks before a new one whose cards are drawn again; of a long list no card names what comes after it
AROUND = 3  # tasks to each side of one that its line shows


@Statement
def _any_behind(team: str, task_id: int) -> sa.Select[tuple[int]]:
    """Return the query of a task after one, which is asked for each task that is closed."""
    return sa.select(edge.c.task_id).where(edge.c.team == team, edge.c.after_id == task_id).limit(1)


@Statement
def _before(team: str, task_id: int) -> sa.Select[tuple[int, bool]]:
    """Return the query of the tasks before one, which is asked for each task that waited for room."""
    return sa.select(edge.c.after_id, edge.c.waived).where(edge.c.team == team, edge.c.task_id == task_id)


def come_after(tx: Tx, new_task: Task, before: Sequence[int]) -> None:
    """Keep which tasks must be approved before a new one starts."""
    rows = [{"team": new_task.team, "task_id": new_task.id, "after_id": after} for after in dict.fromkeys(before)]
    if rows:
        tx.conn.execute(sa.insert(edge), rows)
        redraw_open(tx, new_task.team, list(before[:DRAWN]))


def redraw_before(tx: Tx, ended: Task) -> None:
    """Promise an update of what waits of the tasks before one that was canceled: it does not start any more."""
    mine = edge.c.team == ended.team, edge.c.task_id == ended.id
    before = tx.conn.execute(sa.select(edge.c.after_id).where(*mine).limit(DRAWN)).scalars().all()
    if before:
        redraw_open(tx, ended.team, before)


def redraw_behind(tx: Tx, changed: Task) -> None:
    """Promise an update of what waits of the tasks after one that was closed, or opened again: they may build on it."""
    mine = edge.c.team == changed.team, edge.c.after_id == changed.id, sa.not_(edge.c.waived)
    first = sa.select(edge.c.task_id).where(*mine).order_by(edge.c.task_id).limit(DRAWN)
    if behind := tx.conn.execute(first).scalars().all():
        redraw_open(tx, changed.team, behind)


def open_before(read: Read, claim: Claim, names: Sequence[str]) -> tuple[Task, ...]:
    """Return the tasks that a new one is to come after, by their names; the name of a list stands for all its rows.

    Raises:
        Refused: one does not exist, is not theirs, or can't be approved any more; or too many would follow each other.
    """
    wanted = tuple({waited.id: waited for name in names for waited in _wanted(read, claim, name)}.values())
    if wanted and depth(read, wanted[0].team, [task.id for task in wanted]) >= MOST_STEPS:
        raise Refused(f"More than {MOST_STEPS} tasks can't come one after the other. Leave out the “after”.")
    if wanted and max(len(wanted), len(_pipeline_of(read, wanted[0]))) >= MOST_TASKS:
        raise Refused(f"More than {MOST_TASKS:,} tasks can't stand in one pipeline. Leave out the “after”.")
    return wanted


def _wanted(read: Read, claim: Claim, name: str) -> tuple[Task, ...]:
    """Return the task of a name, or those of all rows of a list.

    Raises:
        Refused
    """
    try:
        number = name.removeprefix("T-")
        rows = rows_before(read, claim, int(number)) if number.isdecimal() and len(number) < 10 else ()
        wanted = rows or (access.task(read, claim, Action.READ, name=name),)
    except Refused as no:
        if no.reason is not Reason.UNKNOWN:
            raise
        why = f"I can't find {name}, or it isn't yours. Leave out “after {name}”, or name another."
        raise Refused(why, Reason.UNKNOWN, wrong=f"after {name}") from no
    if not rows and wanted[0].state in GONE:
        raise Refused(
            f"{wanted[0].name} is {wanted[0].state}: nothing can come after it. Leave out “after”.", wrong="after"
        )
    return wanted


def depth(read: Read, team: str, task_ids: Collection[int]) -> int:
    """Return how many tasks stand one after the other up to these, them included; at most one more than allowed."""
    level, deep = set(task_ids), 0
    while level and deep <= MOST_STEPS:
        query = sa.select(edge.c.after_id).where(edge.c.team == team, edge.c.task_id.in_(sorted(level)))
        level, deep = set(read.conn.execute(query).scalars()), deep + 1
    return deep


def pipeline(read: Read, target: Task) -> Pipeline:
    """Return the pipeline of a task; nothing where it stands alone."""
    ids = sorted(_pipeline_of(read, target))
    if len(ids) == 1:
        return Pipeline()
    at = ids.index(target.id)
    shown = ids[max(0, at - AROUND) : at + AROUND + 1]
    rows = read.conn.execute(tasks().where(task.c.team == target.team, task.c.id.in_(shown)).order_by(task.c.id))
    earlier = max(0, at - AROUND)
    return Pipeline(around=tuple(task_of(row) for row in rows), earlier=earlier, later=len(ids) - earlier - len(shown))


def pipelines(read: Read, team: str, some: Sequence[Task], most: int) -> tuple[tuple[Task, Pipeline], ...]:
    """Return the pipelines of some tasks, each once, with the first of these tasks that stands in it.

    Args:
        most: pipelines at most.
    """
    linked, known, shown = _linked(read, team, [each.id for each in some]), set[int](), list[tuple[Task, Pipeline]]()
    for each in some:
        if each.id in linked - known and len(shown) < most:
            known |= _pipeline_of(read, each)
            shown.append((each, pipeline(read, each)))
    return tuple(shown)


def _linked(read: Read, team: str, task_ids: Sequence[int]) -> set[int]:
    """Return which of these tasks come before or after any other."""
    return {end for row in edges_at(read, team, task_ids) for end in (row.task_id, row.after_id)}


def _pipeline_of(read: Read, target: Task) -> set[int]:
    """Return the ids of all tasks that are linked with one, itself among them."""
    known, new = {target.id}, {target.id}
    while new and len(known) <= MOST_TASKS:
        pairs = edges_at(read, target.team, new)
        new = {end for pair in pairs for end in (pair.task_id, pair.after_id)} - known
        known |= new
    return known


def tasks_behind(read: Read, target: Task) -> tuple[Task, ...]:
    """Return the tasks that come after one, directly or by others, in the order of their making: at most
    MOST_TASKS of them."""
    if not has_behind(read, target):  # of nearly all tasks, and each redraw of a receipt asks
        return ()
    mine = task.c.team == target.team, task.c.id.in_(all_behind(target.team, target.id))
    rows = read.conn.execute(tasks().where(*mine).order_by(task.c.id))
    return tuple(task_of(row) for row in rows)


def has_behind(read: Read, target: Task) -> bool:
    """Tell whether anything comes after a task."""
    return _any_behind.first(read.conn, target.team, target.id) is not None


def promise_advance(tx: Tx, done: Task) -> None:
    """Promise to look at what comes after a task that was closed, or opened again, if anything does."""
    if has_behind(tx, done):
        tx.promise(done.team, JobKind.ADVANCE, done.id)


def promise_rest(tx: Tx, team: str, task_ids: Sequence[int]) -> None:
    """Promise to look again at what these tasks came after and was not approved: others may wait for the same, and only
    one of them is asked about at a time."""
    of_done = sa.and_(task.c.id == edge.c.after_id, task.c.team == edge.c.team)
    mine = edge.c.team == team, edge.c.task_id.in_(task_ids), edge.c.after_id.not_in(task_ids)
    gone = sa.select(edge.c.after_id).join_from(edge, task, of_done).where(*mine, task.c.state.in_(GONE))
    for done_id in tx.conn.execute(gone.distinct().order_by(edge.c.after_id)).scalars().all():
        tx.promise(team, JobKind.ADVANCE, done_id)


def decided_by_hand(tx: Tx, done: Task) -> None:
    """Have an approved task not go on by itself: a person decided, and nothing may tell it otherwise. Its brief keeps
    that it was to, for a playbook of it."""
    if done.flows:
        values = {"flows": False, "brief": _content(done, replace(done.brief, flows=True))}
        tx.conn.execute(sa.update(task).where(task.c.team == done.team, task.c.id == done.id).values(values))


def waive(tx: Tx, waiter: Task) -> None:
    """Have a task not wait any more for those that were closed and not approved."""
    gone = [done.id for done in before(tx, waiter.team, [waiter.id]) if done.state in GONE]
    mine = edge.c.team == waiter.team, edge.c.task_id == waiter.id, edge.c.after_id.in_(gone)
    tx.conn.execute(sa.update(edge).where(*mine).values(waived=True))


def take_material(tx: Tx, starting: Task) -> Task:
    """Give a task that starts the approved drafts of those that it comes after, and return it with them."""
    waived = {row.after_id: row.waived for row in _before.all(tx.conn, starting.team, starting.id)}
    if not waived:
        return starting
    ever = before(tx, starting.team, [starting.id], waived=True)
    waited = [done for done in ever if not waived[done.id]]
    approved = [done for done in waited if done.state is State.APPROVED]
    versions = approved_versions(tx, starting.team, {done.id: done.draft_version for done in approved})
    drafts = load_drafts(tx, starting.team, versions.items())
    own = tuple(source for source in starting.brief.sources if not _is_handed_on(source, ever))
    sources = tuple(
        Source(material_name(done), draft.body, task=done.name)
        for done in approved
        if (draft := drafts.get((done.id, versions[done.id]))) is not None
    )
    left_out = tuple(f"{done.name} ({done.state})" for done in ever if done.state in CLOSED - {State.APPROVED})
    brief = replace(starting.brief, sources=(*own, *sources), left_out=left_out)
    mine = task.c.team == starting.team, task.c.id == starting.id
    tx.conn.execute(sa.update(task).where(*mine).values(brief=_content(starting, brief)))
    return replace(starting, brief=brief)


def _is_handed_on(source: Source, steps: Sequence[Task]) -> bool:
    """Tell whether a source came from an earlier step: a task may have started before, with what is rejected now.

    Older releases kept no more of it than its name.
    """
    return any(source.task == step.name or (not source.task and source.name == material_name(step)) for step in steps)


def _content(starting: Task, brief: Brief) -> dict[str, Any]:
    """Return what is kept of a task's brief; what a model suggested stays beside it."""
    suggested = {"suggested": asdict(starting.suggested)} if starting.suggested else {}
    return {**brief_json(brief), **suggested}


def material_name(done: Task) -> str:
    """Return how the approved draft of an earlier step is called among a task's sources, with its criteria."""
    met = f" · {'; '.join(done.brief.criteria)}" if done.brief.criteria else ""
    return f"{done.name} · {done.brief.title}, approved{met}"


def before(read: Read, team: str, task_ids: Collection[int], waived: bool = False) -> tuple[Task, ...]:
    """Return the tasks that these come after, the oldest first.

    Args:
        waived: whether those belong to it that they were told not to wait for.
    """
    every = edge.c.team == team, edge.c.task_id.in_(list(task_ids))
    mine = every if waived else (*every, sa.not_(edge.c.waived))
    query = tasks().where(task.c.team == team, task.c.id.in_(sa.select(edge.c.after_id).where(*mine)))
    return tuple(task_of(row) for row in read.conn.execute(query.order_by(task.c.id)))


def behind(read: Read, team: str, task_ids: Collection[int]) -> tuple[Task, ...]:
    """Return the tasks that come after these, the oldest first; without those that do not wait for them."""
    mine = edge.c.team == team, edge.c.after_id.in_(list(task_ids)), sa.not_(edge.c.waived)
    query = tasks().where(task.c.team == team, task.c.id.in_(sa.select(edge.c.task_id).where(*mine)))
    return tuple(task_of(row) for row in read.conn.execute(query.order_by(task.c.id).limit(MOST_TASKS)))
