"""What an approval could not deliver: one problem on the shelf of who decided, until all of it is there."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.decisions.delivery_posts import is_current, posts_of, send_again
from storage.ledger.messages.redraws import redraw
from storage.ledger.rows.finding_tasks import get_task
from storage.ledger.shelf.shelved import Shelved
from storage.ledger.shelf.shelving import shelve
from storage.ledger.work import leaving
from storage.ledger.work.voiding import void_all
from storage.prepared import Statement
from storage.rules.happenings import Happening
from storage.rules.pages.messages import Post
from storage.rules.posts import NOT_THERE, DeliveryState, PostState
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Remedy
from storage.rules.values.task import Task
from storage.tables import decision, delivery, item

WORDS = 20  # that it takes to read
LOST = "unknown"  # in the place of Slack's error: its answer was lost


@Statement
def _decided(team: str, decision_id: int) -> sa.Select[Any]:
    of_item = sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team)
    query = sa.select(decision.c.who, item.c.task_id).join_from(decision, item, of_item)
    return query.where(decision.c.team == team, decision.c.id == decision_id)


@Statement
def _told(team: str, task_id: int) -> sa.Select[tuple[int]]:
    """Return the query of the problem that says that a task's draft is not delivered."""
    mine = item.c.team == team, item.c.task_id == task_id, item.c.remedy == str(Remedy.DELIVERY)
    return sa.select(item.c.id).where(*mine, item.c.closed_at.is_(None))


@Statement
def _failed(team: str, decision_id: int) -> sa.Select[Any]:
    mine = delivery.c.team == team, delivery.c.decision_id == decision_id
    failed = delivery.c.state == str(DeliveryState.FAILED)
    return sa.select(delivery.c.id, delivery.c.channel).where(*mine, failed).order_by(delivery.c.id)


def note(tx: Tx, team: str, decision_id: int) -> None:
    """Put what a decision could not deliver on the shelf of who decided, unless it is there; take it off the shelf once
    nothing of it is missing."""
    missing: Sequence[Any] = _failed.all(tx.conn, team, decision_id)
    missing = missing if missing and is_current(tx, team, missing[0].id) else ()  # opened again: nothing is to be done
    decided = _decided.first(tx.conn, team, decision_id)
    told = _told.first(tx.conn, team, decided.task_id)
    if missing and told is None:
        _shelve(tx, get_task(tx, team, decided.task_id), decided.who, missing[0])
    elif not missing and told is not None:
        _close(tx, team, told.id)


def _shelve(tx: Tx, task: Task, decider: str, first: Any) -> None:
    parts = posts_of(tx, task.team, first.id)
    part = next((part for part in parts if part.state in NOT_THERE), parts[0])
    why = LOST if part.state == PostState.UNKNOWN else part.error
    entry = Shelved(
        kind=Kind.PROBLEM,
        words=WORDS,
        problem=why,
        remedy=Remedy.DELIVERY,
        reviewer=decider,
        named=part.channel or first.channel or part.owner,
        quiet=True,  # a message says so at once
    )
    shelve(tx, task, entry)
    for user in dict.fromkeys((task.reviewer, decider)):
        leaving.hand_over_outsider(tx, task.team, user)
    tx.note(task.team, "", Happening.PROBLEM, task.name, why=why)


def _close(tx: Tx, team: str, item_id: int) -> None:
    own = item.c.team == team, item.c.id == item_id
    tx.conn.execute(sa.update(item).where(*own).values(closed_at=tx.now, version=item.c.version + 1))
    redraw(tx, team, item_id)


def give_up(tx: Tx, target: Task, by: str) -> None:
    """Take the problem off the shelf that a delivery did not get there: its task was opened again."""
    told = item.c.team == target.team, item.c.task_id == target.id, item.c.remedy == str(Remedy.DELIVERY)
    ids = tx.conn.execute(sa.select(item.c.id).where(*told, item.c.closed_at.is_(None))).scalars().all()
    for item_id in ids:
        _close(tx, target.team, item_id)
    void_all(tx, target, ids, f"{target.name} was opened again meanwhile.", by)


def settle(tx: Tx, target: Item, the_decision: Decision) -> None:
    """Do what was decided on an undelivered draft: deliver what is missing again, or to who decided; or leave it."""
    team = target.task.team
    _close(tx, team, target.id)
    if the_decision.verdict is Verdict.LEAVE:
        return
    here = the_decision.who if the_decision.verdict is Verdict.HERE else ""
    for part in _parts(tx, target.task):
        send_again(tx, part, here)
    tx.note(team, the_decision.who, Happening.DELIVER_AGAIN, target.task.name, why="here" if here else "")


def _parts(read: Read, task: Task) -> list[Post]:
    """Return the posts of a task's last approval that are not in their places."""
    failed = delivery.c.team == task.team, delivery.c.task_id == task.id, delivery.c.state == DeliveryState.FAILED
    ids = read.conn.execute(sa.select(delivery.c.id).where(*failed).order_by(delivery.c.id)).scalars().all()
    current = [id_ for id_ in ids if is_current(read, task.team, id_)]
    return [part for id_ in current for part in posts_of(read, task.team, id_) if part.state in NOT_THERE]
