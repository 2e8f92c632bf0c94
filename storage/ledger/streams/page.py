"""A stream's page: what waits for whom, what runs, what is quiet, and what was decided."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Read
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.open_before import open_before
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf.held_streams import has_unpriced, held_streams, spent_in
from storage.ledger.shelf.waiting import ripe, undecided
from storage.ledger.streams.closing import closing_decisions
from storage.ledger.streams.coming_again import coming_again
from storage.ledger.streams.decisions import decided_of
from storage.ledger.streams.finding import find
from storage.ledger.streams.newest import MOST, members_of, newest_tasks
from storage.ledger.streams.owning import owner_now
from storage.ledger.streams.recapping import ALL, recaps
from storage.ledger.streams.tallying import tally_of
from storage.ledger.work.owners import first_assigner
from storage.ledger.work.steps import pipelines
from storage.rules.authority import Claim
from storage.rules.lifecycle import OPEN
from storage.rules.pages.streams import QUIET, StreamPage, Waiting
from storage.rules.values.ask import Kind
from storage.rules.values.stream import Stream
from storage.rules.values.task import Task
from storage.rules.values.worker import WorkerKind
from storage.tables import item, task

CHAINS = 8  # pipelines that the page draws, each as a line
SHOWN, LISTED = 5, 300  # decisions on the page, and in the list of all


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
    target = replace(target, owner=owner_now(read, target))
    rows, closing = _open(read, claim, target, channels), closing_decisions(read, claim, target)
    shown, ids = tuple(task_of(row) for row in rows[:MOST]), [row.id for row in rows[:MOST]]
    theirs = [each for each in shown if claim.user in _people_of(each)]
    person = people.look_up(read, claim.team, claim.user)
    return StreamPage(
        stream=target,
        person=person,
        tasks=shown,
        theirs=frozenset(each.id for each in theirs),
        waits=_waits(read, claim, ids),
        before=open_before(read, claim.team, ids),
        quiet=frozenset(row.id for row in rows[:MOST] if row.changed_at <= read.now - QUIET),
        members=members_of(read, claim, target),
        recap=recaps(read, claim, (target.id,), ALL)[target.id],
        decided=decided_of(read, claim.team, closing[:decisions]),
        tally=tally_of(closing),
        more=max(0, len(rows) - MOST),
        rests=held_streams(read, claim.team, (target.id,)).get(target.id),
        unpriced=target.budget is not None and has_unpriced(read, claim.team, target.id),
        spent=spent_in(read, claim.team, (target.id,)).get(target.id, 0) if target.budget is not None else 0,
        chains=pipelines(read, claim.team, theirs, CHAINS),
        again=coming_again(read, target, claim.user),
        channels=frozenset(channels),
        first=person.first_on(read.wall) == target.id,
    )


def _people_of(target: Task) -> tuple[str, ...]:
    worker = (target.brief.worker.name,) if target.brief.worker.is_person else ()
    return (target.assigner, target.reviewer, *worker)


def _open(read: Read, claim: Claim, the_stream: Stream, channels: Collection[str]) -> list[Any]:
    """Return the rows of a person's open tasks in a stream, and of the newest that a channel of theirs shows."""
    open_ = task.c.state.in_(OPEN)
    works = task.c.worker_kind == str(WorkerKind.PERSON), task.c.worker == claim.user
    halves = [
        sa.select(task.c.id).where(task.c.team == claim.team, *whose, open_)
        for whose in ((task.c.assigner == claim.user,), (task.c.reviewer == claim.user,), works)
    ]
    if channels:
        there = task.c.team == claim.team, task.c.id.in_(newest_tasks(claim, the_stream)), open_
        halves.append(sa.select(task.c.id).where(*there, task.c.shown_in.in_(sorted(channels))))
    seen = task.c.team == claim.team, task.c.stream_id == the_stream.id, task.c.id.in_(sa.union_all(*halves))
    return list(read.conn.execute(tasks().where(*seen).order_by(task.c.number).limit(MOST + 1)).all())


def _waits(read: Read, claim: Claim, ids: Collection[int]) -> dict[int, tuple[Waiting, ...]]:
    later = sa.case((~ripe(read), item.c.later_at)).label("later")
    mine = *undecided(claim.team, claim.user), item.c.task_id.in_(ids)
    query = sa.select(item.c.task_id, item.c.kind, later).where(*mine).order_by(item.c.id)
    waits = dict[int, tuple[Waiting, ...]]()
    for task_id, kind, later_at in read.conn.execute(query) if ids else ():
        waits[task_id] = (*waits.get(task_id, ()), Waiting(Kind(kind), later_at))
    return waits
