"""A stream's page: what waits for whom, what runs, what is quiet, what was decided and why."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.rows import task_of, tasks
from storage.ledger.shelf.waiting import undecided
from storage.ledger.streams.finding import find
from storage.ledger.streams.recapping import ALL, recaps
from storage.ledger.streams.taking_part import party
from storage.ledger.work.filing import first_assigner
from storage.ledger.work.holding import held_streams, spent_in
from storage.ledger.work.steps import pipelines
from storage.rules.authority import Claim
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.streams import QUIET, Decided, StreamPage, Tally
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.stream import Stream
from storage.rules.values.task import State, Task
from storage.rules.values.worker import WorkerKind
from storage.tables import decision, draft, edge, item, task

MOST, NEWEST = 500, 500  # open tasks that are read, and tasks whose decisions and people are
OPEN = frozenset(State) - CLOSED
CHAINS = 8  # pipelines that the page draws, each as a line
SHOWN, LISTED = 5, 300  # decisions on the page, and in the list of all
CLOSES = (Verdict.APPROVE, Verdict.REJECT)


def page(read: Read, claim: Claim, text: str, channels: Collection[str] = (), decisions: int = SHOWN) -> StreamPage:
    """Return a stream's page, with as much as a person may see.

    Args:
        text: its name.
        channels: those of the stream that the person is in.
        decisions: as many are listed.

    Raises:
        NoStream: there is none of theirs.
        Refused: they are no full member.
    """
    target = find(read, claim, text, channels)
    target = replace(target, owner=target.owner or first_assigner(read, claim.team, target.id))
    rows, closing = _open(read, claim, target, channels), _closing(read, claim, target)
    shown, ids = tuple(task_of(row) for row in rows[:MOST]), [row.id for row in rows[:MOST]]
    theirs = [of for of in shown if claim.user in _people_of(of)]
    person = people.look_up(read, claim.team, claim.user)
    return StreamPage(
        stream=target,
        person=person,
        tasks=shown,
        theirs=frozenset(of.id for of in theirs),
        waits=_waits(read, claim, ids),
        before=_before(read, claim.team, ids),
        quiet=frozenset(row.id for row in rows[:MOST] if row.changed_at <= read.now - QUIET),
        members=_members(read, claim, target),
        recap=recaps(read, claim, (target.id,), ALL)[target.id],
        decided=_decided(read, claim.team, closing[:decisions]),
        tally=_tally(closing),
        more=max(0, len(rows) - MOST),
        rests=held_streams(read, claim.team, (target.id,)).get(target.id),
        spent=spent_in(read, claim.team, (target.id,)).get(target.id, 0) if target.budget is not None else 0,
        chains=pipelines(read, claim.team, theirs, CHAINS),
        channels=frozenset(channels),
        first=person.first_on(read.wall) == target.id,
    )


def _people_of(of: Task) -> tuple[str, ...]:
    worker = (of.brief.worker.name,) if of.brief.worker.is_person else ()
    return (of.assigner, of.reviewer, *worker)


def _open(read: Read, claim: Claim, of: Stream, channels: Collection[str]) -> list[Any]:
    """Return the rows of a person's open tasks in a stream, and of the newest that a channel of theirs shows."""
    open_ = task.c.state.in_(OPEN)
    works = task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == claim.user
    halves = [
        sa.select(task.c.id).where(task.c.team == claim.team, *whose, open_)
        for whose in ((task.c.assigner == claim.user,), (task.c.reviewer == claim.user,), works)
    ]
    if channels:
        there = task.c.team == claim.team, task.c.id.in_(_newest(claim, of)), open_
        halves.append(sa.select(task.c.id).where(*there, task.c.shown_in.in_(sorted(channels))))
    seen = task.c.team == claim.team, task.c.stream_id == of.id, task.c.id.in_(sa.union_all(*halves))
    return list(read.conn.execute(tasks().where(*seen).order_by(task.c.number).limit(MOST + 1)).all())


def _newest(claim: Claim, of: Stream) -> sa.Select[tuple[int]]:
    """Return the query of the tasks of a stream that changed last: all else is history, however long that is."""
    newest = sa.select(task.c.id).where(task.c.team == claim.team, task.c.stream_id == of.id)
    return sa.select(newest.order_by(task.c.changed_at.desc()).limit(NEWEST).subquery().c.id)


def _waits(read: Read, claim: Claim, ids: Collection[int]) -> dict[int, tuple[Kind, ...]]:
    query = sa.select(item.c.task_id, item.c.kind).where(*undecided(claim.team, claim.user), item.c.task_id.in_(ids))
    waits = dict[int, tuple[Kind, ...]]()
    for task_id, kind in read.conn.execute(query.order_by(item.c.id)) if ids else ():
        waits[task_id] = (*waits.get(task_id, ()), Kind(kind))
    return waits


def _before(read: Read, team: str, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of the open tasks that tasks wait for."""
    mine = edge.c.team == team, edge.c.task_id.in_(ids), sa.not_(edge.c.waived)
    rows = read.conn.execute(sa.select(edge.c.task_id, edge.c.after_id).where(*mine)).all() if ids else []
    first = task.c.team == team, task.c.id.in_({row.after_id for row in rows}), task.c.state.not_in(CLOSED)
    names = {of.id: of.name for of in map(task_of, read.conn.execute(tasks().where(*first)))} if rows else {}
    before = dict[int, tuple[str, ...]]()
    for row in rows:
        if row.after_id in names:
            before[row.task_id] = (*before.get(row.task_id, ()), names[row.after_id])
    return before


def _members(read: Read, claim: Claim, of: Stream) -> tuple[str, ...]:
    """Return the people with tasks in a stream, as far as a person may see those; the owner first."""
    mine = task.c.id.in_(_newest(claim, of)), party(claim.team, claim.user)
    rows = read.conn.execute(
        sa.select(task.c.assigner, task.c.reviewer, task.c.worker, task.c.worker_kind).where(*mine).distinct()
    ).all()
    named = {user for row in rows for user in (row.assigner, row.reviewer)}
    named |= {row.worker for row in rows if row.worker_kind == "person"}
    return tuple(user for user in dict.fromkeys((of.owner, *sorted(named))) if user)


def _closing(read: Read, claim: Claim, of: Stream) -> list[Any]:
    """Return the decisions that closed tasks of a stream, of those that a person may read, the newest first."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    version = sa.and_(
        draft.c.task_id == task.c.id, draft.c.version == decision.c.draft_version, draft.c.team == task.c.team
    )
    mine = task.c.id.in_(_newest(claim, of)), party(claim.team, claim.user), decision.c.team == claim.team
    wanted = decision.c.id, decision.c.at, decision.c.verdict, decision.c.draft_version, decision.c.note, decision.c.who
    query = sa.select(*wanted, task.c.id.label("task_id"), task.c.title, item.c.made_at, draft.c.base)
    joined = query.select_from(task).join(item, of_task).join(decision, of_item).join(draft, version, isouter=True)
    closes = decision.c.undone_at.is_(None), decision.c.verdict.in_(CLOSES)
    return sorted(read.conn.execute(joined.where(*mine, *closes)), key=lambda row: -row.id)


def _decided(read: Read, team: str, rows: Sequence[Any]) -> tuple[Decided, ...]:
    ids = [row.task_id for row in rows]
    asked, names = _wishes(read, team, ids), _names(read, team, ids)
    return tuple(
        Decided(
            at=row.at,
            verdict=Verdict(row.verdict),
            version=row.draft_version,
            task=names[row.task_id],
            title=row.title,
            reason=row.note or (_why(row, asked) if row.verdict == Verdict.APPROVE else ""),
        )
        for row in rows
    )


def _why(approved: Any, asked: Mapping[int, str]) -> str:
    """Return why a draft was approved as it is: a rule of its reviewer's, or what was asked for last."""
    return asked.get(approved.task_id, "") if approved.who else "by a rule of its reviewer's"


def _names(read: Read, team: str, ids: Collection[int]) -> dict[int, str]:
    rows = read.conn.execute(tasks().where(task.c.team == team, task.c.id.in_(ids))).all() if ids else []
    return {row.id: task_of(row).name for row in rows}


def _wishes(read: Read, team: str, ids: Collection[int]) -> dict[int, str]:
    """Return what was asked for last before a draft was approved: that is why it is as it is."""
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    revised = decision.c.team == team, item.c.task_id.in_(ids), decision.c.verdict == Verdict.REVISE
    query = sa.select(item.c.task_id, decision.c.note, decision.c.points).join_from(decision, item, of_item)
    rows = read.conn.execute(query.where(*revised, decision.c.undone_at.is_(None)).order_by(decision.c.id))
    return {row.task_id: row.note or "; ".join(row.points or ()) for row in rows} if ids else {}


def _tally(rows: Sequence[Any]) -> Tally:
    rows = [row for row in rows if row.who]  # what rules decided is nobody's decision
    approved = [row for row in rows if row.verdict == Verdict.APPROVE]
    return Tally(
        decided=len(rows),
        approved=len(approved),
        at_once=sum(not row.base for row in approved),
        wait=median((row.at - row.made_at).total_seconds() for row in rows) if rows else None,
    )
