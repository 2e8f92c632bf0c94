"""A person's portfolio: what is open, what waits, and what was closed."""

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.queries.in_the_way import in_the_way
from storage.ledger.queries.runs import to_start
from storage.ledger.queries.taking_part import count_open, open_to
from storage.ledger.queries.waits import decided_and_stand_ins, waits_of
from storage.ledger.rows.finding_tasks import tasks
from storage.ledger.rows.item_rows import items_of
from storage.ledger.rows.open_before import open_before
from storage.ledger.rows.task_rows import task_of
from storage.ledger.shelf.owed import of_person
from storage.ledger.shelf.waiting import undecided
from storage.rules.authority import Action, Claim
from storage.rules.lifecycle import OPEN
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.item import Item
from storage.rules.values.task import State, Task
from storage.tables import item, task

PAGE, SHELF, LATELY = 200, 40, 5  # tasks in a list, items of a shelf, and tasks that were closed last


def portfolio(read: Read, team: str, user: str) -> Portfolio:
    """Return a person's open tasks as assigner or reviewer, by stream and number, and what they closed lately.

    Raises:
        Refused: they are no full member.
    """
    person = access.member(read, Claim(user, team), Action.LOOK)
    live = read.conn.execute(
        tasks()
        .where(open_to(team, user))
        .order_by(task.c.stream_id.is_(None), task.c.stream_id, task.c.number)
        .limit(PAGE + 1)
    ).all()
    standing, waits = in_the_way(read, team, user), waits_of(read, team, user)
    decided, stand_ins = decided_and_stand_ins(read, team)
    offered, runs = to_start(read, team, user)
    listed = tuple(task_of(r) for r in live[:PAGE])
    return Portfolio(
        person=person,
        tasks=listed,
        waiting=shelf(read, team, user),
        closed=tuple(each for each in _closed(read, team, user) if each.id not in {row.task_id for row in waits}),
        next_at=people.next_time(read, person),
        more=count_open(read, team, user) - PAGE if len(live) > PAGE else 0,
        decided=decided,
        stand_ins=stand_ins,
        stopped_by=standing.stopped_by or "",
        unreached=standing.unreached or "",
        unsure=standing.unsure,
        offered=offered,
        owed=of_person(read, team, user),
        mine={row.task_id: row.all for row in waits},
        put_off={row.task_id: row.all - row.ripe for row in waits if row.ripe < row.all},
        later={row.task_id: row.first for row in waits if row.ripe == 0},
        resting=sum(row.resting for row in waits),
        runs=runs,
        before=open_before(read, team, [each.id for each in listed if each.state is State.BLOCKED]),
    )


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


def shelf(read: Read, team: str, user: str) -> tuple[Item, ...]:
    """Return the open, undecided items of a reviewer, oldest first, at most a page."""
    query = sa.select(item).where(*undecided(team, user)).order_by(item.c.id).limit(SHELF)
    return tuple(items_of(read, team, read.conn.execute(query).all()))
