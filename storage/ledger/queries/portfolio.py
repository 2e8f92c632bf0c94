"""A person's portfolio: what is open, what waits, and what was closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.rows import items_of, task_of, tasks
from storage.ledger.shelf.owed import of_person
from storage.ledger.shelf.waiting import ripe, undecided
from storage.rules.authority import Action, Claim
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.tasks import Portfolio
from storage.rules.posts import NOT_THERE, PostKind, PostState
from storage.rules.values.item import Item
from storage.rules.values.task import State, Task
from storage.tables import collected, collection, decision, item, job, post, task, workspace

PAGE, SHELF, LATELY = 200, 40, 5  # tasks in a list, items of a shelf, and tasks that were closed last
OPEN = frozenset(State) - CLOSED


def portfolio(read: Read, team: str, user: str) -> Portfolio:
    """Return a person's open tasks as assigner or reviewer, by stream and number, and what they closed lately.

    Raises:
        Refused: they are no full member.
    """
    person = access.member(read, Claim(user, team), Action.LOOK)
    live = read.conn.execute(
        tasks()
        .where(_mine(team, user, task.c.state.in_(OPEN)))
        .order_by(task.c.stream_id.is_(None), task.c.stream_id, task.c.number)
        .limit(PAGE + 1)
    ).all()
    standing, waits = _standing(read, team, user), _waits(read, team, user)
    return Portfolio(
        person=person,
        tasks=tuple(task_of(r) for r in live[:PAGE]),
        waiting=shelf(read, team, user),
        closed=_closed(read, team, user),
        next_at=people.next_time(read, person),
        more=_count_open(read, team, user) - PAGE if len(live) > PAGE else 0,
        decided=decided(read, team),
        stopped_by=standing.stopped_by or "",
        unreached=standing.unreached or "",
        unsure=standing.unsure,
        owed=of_person(read, team, user),
        mine={row.task_id: row.all for row in waits},
        later={row.task_id: row.first for row in waits if row.ripe == 0},
    )


def _mine(team: str, user: str, *which: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return what holds for the tasks that a person assigned or decides, also in another's place, of those: each part
    has an index."""
    shelf = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    placed = sa.select(item.c.task_id).where(*shelf)
    halves = [
        sa.select(task.c.id).where(task.c.team == team, whose == user, *which)
        for whose in (task.c.assigner, task.c.reviewer)
    ]
    parts = *halves, sa.select(task.c.id).where(task.c.team == team, task.c.id.in_(placed), *which)
    return sa.and_(task.c.team == team, task.c.id.in_(sa.union(*parts)))


def _count_open(read: Read, team: str, user: str) -> int:
    mine = _mine(team, user, task.c.state.in_(OPEN))
    return int(read.conn.execute(sa.select(sa.func.count()).select_from(task).where(mine)).scalar_one())


def _closed(read: Read, team: str, user: str) -> tuple[Task, ...]:
    """Return the five tasks that a person's part in ended last."""
    halves = [
        sa.select(
            sa.select(task.c.id)
            .where(task.c.team == team, whose == user, task.c.state.not_in(OPEN))
            .order_by(task.c.changed_at.desc())
            .limit(LATELY)
            .subquery()
        )
        for whose in (task.c.assigner, task.c.reviewer)
    ]
    newest = tasks().where(task.c.team == team, task.c.id.in_(sa.union(*halves))).order_by(task.c.changed_at.desc())
    return tuple(task_of(row) for row in read.conn.execute(newest.limit(LATELY)))


def _standing(read: Read, team: str, user: str) -> Any:
    """Return in one row who stopped all work, why Slack did not take a person's newest collection, and where something
    may be of which they may not have heard."""
    stopped = sa.select(workspace.c.stopped_by).where(workspace.c.team == team)
    mine = (
        post.c.team == team,
        post.c.surface == PostKind.DIGEST,
        post.c.owner == user,
        post.c.state != PostState.WITHDRAWN,
    )
    unreached = sa.select(post.c.error).where(*mine).order_by(post.c.id.desc()).limit(1)
    columns = {"stopped_by": stopped, "unreached": unreached, "unsure": _unsure(team, user)}
    return read.conn.execute(sa.select(*(query.scalar_subquery().label(name) for name, query in columns.items()))).one()


def _unsure(team: str, user: str) -> sa.Select[Any]:
    """Return the query of the place of the newest post that may be in Slack, as the notice of it may be."""
    notice = post.alias("notice")
    told = notice.c.team == team, notice.c.owner == user, notice.c.surface == PostKind.UNDELIVERED
    about = sa.and_(post.c.team == notice.c.team, post.c.id == sa.cast(notice.c.subject, sa.BigInteger))
    open_yet = notice.c.state == PostState.UNKNOWN, post.c.state.in_((PostState.UNKNOWN, PostState.FAILED))
    query = sa.select(post.c.channel).join_from(notice, post, about).where(*told, *open_yet)
    return query.order_by(notice.c.id.desc()).limit(1)


def decided(read: Read, team: str) -> frozenset[int]:
    """Return the ids of the tasks with a decision that has not taken effect yet."""
    query = sa.select(item.c.task_id).join_from(
        decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    )
    open_yet = decision.c.undone_at.is_(None), decision.c.effected_at.is_(None)
    return frozenset(read.conn.execute(query.where(decision.c.team == team, *open_yet)).scalars())


def shelf(read: Read, team: str, user: str) -> tuple[Item, ...]:
    """Return the open, undecided items of a reviewer, oldest first, at most a page."""
    query = sa.select(item).where(*undecided(team, user)).order_by(item.c.id).limit(SHELF)
    return tuple(items_of(read, team, read.conn.execute(query).all()))


def waiting_by_task(read: Read, team: str, user: str) -> dict[int, int]:
    """Return how many open, undecided items wait for a reviewer, by the task's id."""
    return {row.task_id: row.all for row in _waits(read, team, user)}


def _waits(read: Read, team: str, user: str) -> Sequence[Any]:
    """Return by task how much of it waits for a reviewer, how much of that is not put off, and until when the first."""
    counts = sa.func.count().label("all"), sa.func.count(sa.case((ripe(read), 1))).label("ripe")
    query = sa.select(item.c.task_id, *counts, sa.func.min(item.c.later_at, type_=item.c.later_at.type).label("first"))
    return read.conn.execute(query.where(*undecided(team, user)).group_by(item.c.task_id)).all()


def open_count(read: Read, team: str) -> dict[str, int]:
    """Return how many tasks are in each state, for `doctor` and the end of a demonstration."""
    rows = read.conn.execute(sa.select(task.c.state, sa.func.count()).where(task.c.team == team).group_by(task.c.state))
    return dict(tuple(row) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The totals of a workspace: `slots` are scheduled collections that brought something, `lost` is work that is in no
    good state: posts that failed, jobs that died, tasks that are still open."""

    assigned: int
    slots: int
    decisions: int
    lost: int


def tally(read: Read, team: str) -> Tally:
    """Return the totals of a workspace since its beginning."""

    def count(query: sa.Select[Any]) -> int:
        return int(read.conn.execute(query).scalar_one())

    brought = sa.exists().where(collected.c.team == team, collected.c.collection_id == collection.c.id)
    total = sa.select(sa.func.count())
    return Tally(
        assigned=count(total.select_from(task).where(task.c.team == team)),
        slots=count(
            total.select_from(collection).where(
                collection.c.team == team, collection.c.kind == "slot", collection.c.slot.is_not(None), brought
            )
        ),
        decisions=count(
            total.select_from(decision).where(
                decision.c.team == team, decision.c.effected_at.is_not(None), decision.c.undone_at.is_(None)
            )
        ),
        lost=count(total.select_from(task).where(task.c.team == team, task.c.state.not_in(CLOSED)))
        + count(total.select_from(post).where(post.c.team == team, post.c.state.in_(NOT_THERE)))
        + count(total.select_from(job).where(job.c.team == team, job.c.state == "dead")),
    )
