"""A person's portfolio: what is open, what waits, what was closed, and the figures of their decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core import Tx
from storage.ledger.rows import item_of, task_of, tasks
from storage.ledger.spending import stopped_by
from storage.rules.lifecycle import CLOSED
from storage.rules.people import Person
from storage.rules.task import Item, Task
from storage.tables import change, collected, collection, decision, item, job, post, task

PAGE, SHELF = 200, 40  # tasks in a list, and items of a shelf


@dataclass(frozen=True, slots=True)
class Figures:
    """One person's decisions of the last seven days. Medians are in seconds; None below five decisions."""

    decided: int
    at_once: int
    approved: int
    reopened: int
    wait: float | None
    attention: float | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A person's open tasks, what waits for them, and when it next comes."""

    person: Person
    tasks: tuple[Task, ...]
    waiting: tuple[Item, ...]
    closed: tuple[Task, ...]
    next_at: datetime | None
    figures: Figures
    more: int = 0
    decided: frozenset[int] = frozenset()  # ids of tasks that are decided and can still be undone
    stopped_by: str = ""  # the administrator who stopped all agents
    unreached: str = ""  # why Slack did not take the last collection in direct messages
    waits: int = 0  # how many things wait for the person; `waiting` has the first of them

    def of_stream(self, stream: int | None) -> tuple[Task, ...]:
        return tuple(t for t in self.tasks if t.stream_id == stream)


def portfolio(tx: Tx, team: str, user: str) -> Portfolio:
    """All that is open for a person as assigner or reviewer, by stream and number, and what they closed lately."""
    who = people.ensure(tx, team, user)
    mine = task.c.team == team, sa.or_(task.c.assigner == user, task.c.reviewer == user)
    live = tx.conn.execute(
        tasks()
        .where(*mine, task.c.state.not_in(CLOSED))
        .order_by(task.c.stream_id.is_(None), task.c.stream_id, task.c.number)
        .limit(PAGE + 1)
    ).all()
    count = tx.conn.execute(
        sa.select(sa.func.count()).select_from(task).where(*mine, task.c.state.not_in(CLOSED))
    ).scalar_one()
    closed = tx.conn.execute(
        tasks().where(*mine, task.c.state.in_(CLOSED)).order_by(task.c.changed_at.desc()).limit(5)
    ).all()
    return Portfolio(
        who,
        tuple(task_of(r) for r in live[:PAGE]),
        shelf(tx, team, user),
        tuple(task_of(r) for r in closed),
        people.next_time(tx, who),
        figures(tx, team, user),
        max(0, count - PAGE),
        decided(tx, team),
        stopped_by(tx, team),
        unreached(tx, team, user),
        waits(tx, team, user),
    )


def unreached(tx: Tx, team: str, user: str) -> str:
    """Return why Slack did not take a person's newest collection; empty when it did."""
    mine = post.c.team == team, post.c.surface == "digest", post.c.owner == user, post.c.state != "withdrawn"
    row = tx.conn.execute(sa.select(post.c.error).where(*mine).order_by(post.c.id.desc()).limit(1)).first()
    return row.error if row else ""


def decided(tx: Tx, team: str) -> frozenset[int]:
    """Tasks whose decision has not taken effect yet."""
    query = sa.select(item.c.task_id).join_from(
        decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    )
    open_yet = decision.c.undone_at.is_(None), decision.c.effected_at.is_(None)
    return frozenset(tx.conn.execute(query.where(decision.c.team == team, *open_yet)).scalars())


def shelf(tx: Tx, team: str, user: str) -> tuple[Item, ...]:
    """The open, undecided items of a reviewer, oldest first, at most a page."""
    query = sa.select(item).where(*_undecided(team, user)).order_by(item.c.id).limit(SHELF)
    return tuple(item_of(tx, row) for row in tx.conn.execute(query).all())


def waits(tx: Tx, team: str, user: str) -> int:
    """Return how many open, undecided items a reviewer has."""
    return int(tx.conn.execute(sa.select(sa.func.count()).where(*_undecided(team, user))).scalar_one())


def _undecided(team: str, user: str) -> tuple[sa.ColumnElement[bool], ...]:
    live = sa.exists().where(
        decision.c.team == item.c.team, decision.c.item_id == item.c.id, decision.c.undone_at.is_(None)
    )
    return item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None), ~live


def figures(tx: Tx, team: str, user: str) -> Figures:
    rows = tx.conn.execute(
        sa.select(decision.c.verdict, decision.c.at, decision.c.draft_version, item.c.made_at, item.c.opened_at)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(
            decision.c.team == team,
            decision.c.who == user,
            decision.c.undone_at.is_(None),
            decision.c.at >= tx.now - timedelta(days=7),
        )
        .limit(2000)
    ).all()
    reopened = tx.conn.execute(
        sa.select(sa.func.count())
        .select_from(change)
        .where(
            change.c.team == team,
            change.c.who == user,
            change.c.what == "reopen",
            change.c.at >= tx.now - timedelta(days=7),
        )
    ).scalar_one()
    approved = [r for r in rows if r.verdict == "approve"]
    return Figures(
        len(rows),
        sum(1 for r in approved if r.draft_version == 1),
        len(approved),
        reopened,
        _median([(r.at - r.made_at).total_seconds() for r in rows]),
        _median([(r.at - r.opened_at).total_seconds() for r in rows if r.opened_at and r.opened_at < r.at]),
    )


def _median(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if len(values) >= 5 else None


def search(tx: Tx, team: str, user: str, words: str) -> tuple[Task, ...]:
    """The person's tasks whose title or goal holds all the words, newest first, at most a hundred."""
    found = tasks().where(task.c.team == team, sa.or_(task.c.assigner == user, task.c.reviewer == user))
    for word in words.split()[:8]:
        found = found.where((task.c.title + " " + task.c.goal).icontains(word, autoescape=True))
    return tuple(task_of(r) for r in tx.conn.execute(found.order_by(task.c.number.desc()).limit(100)))


def open_count(tx: Tx, team: str) -> dict[str, int]:
    """How many tasks are in each state: for `doctor` and the end of a demonstration."""
    rows = tx.conn.execute(sa.select(task.c.state, sa.func.count()).where(task.c.team == team).group_by(task.c.state))
    return dict(tuple(row) for row in rows)


@dataclass(frozen=True, slots=True)
class Tally:
    """What happened in all: `slots` are scheduled collections that brought something, `lost` is work that is in no
    good state: posts that failed, jobs that died, tasks that are still open."""

    assigned: int
    slots: int
    decisions: int
    lost: int


def tally(tx: Tx, team: str) -> Tally:
    def count(query: sa.Select[Any]) -> int:
        return int(tx.conn.execute(query).scalar_one())

    brought = sa.exists().where(collected.c.team == team, collected.c.collection_id == collection.c.id)
    total = sa.select(sa.func.count())
    return Tally(
        count(total.select_from(task).where(task.c.team == team)),
        count(
            total.select_from(collection).where(
                collection.c.team == team, collection.c.kind == "slot", collection.c.slot.is_not(None), brought
            )
        ),
        count(
            total.select_from(decision).where(
                decision.c.team == team, decision.c.effected_at.is_not(None), decision.c.undone_at.is_(None)
            )
        ),
        count(total.select_from(task).where(task.c.team == team, task.c.state.not_in(CLOSED)))
        + count(total.select_from(post).where(post.c.team == team, post.c.state.in_(("failed", "unknown"))))
        + count(total.select_from(job).where(job.c.team == team, job.c.state == "dead")),
    )
