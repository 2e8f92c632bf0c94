"""What an approval sets going: the draft goes where the brief says, as one post."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.cards import card_of
from storage.ledger.messages.posting import put_post
from storage.ledger.work.behind import steps_waiting_for
from storage.rules.delivery import goes_somewhere, targets, to_oneself
from storage.rules.delivery_words import where
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.posts import DeliveryState, PostKind
from storage.rules.values.place import Place
from storage.rules.values.step import Step
from storage.rules.values.task import Task
from storage.tables import decision, delivery

NAMED = 3  # tasks


def deliver(tx: Tx, task: Task, decision_id: int, user: str) -> str:
    """Promise the posts of an approved draft, one for each place; a draft for its own reviewer goes below its card, and
    one that the next step works with to that alone, unless the brief names places. Return what came of it so far."""
    if not goes_somewhere(task) and (waiters := steps_waiting_for(tx, task)):
        tx.note(task.team, user, Happening.PASS_ON, task.name)
        return _given_to(waiters)
    if not user and to_oneself(task):  # by a rule: there is no card, and the next collection tells it
        return "kept"
    for place in (_below_card(tx, task, decision_id),) if to_oneself(task) else targets(task):
        delivery_id = tx.conn.execute(
            sa.insert(delivery).returning(delivery.c.id),
            {
                "team": task.team,
                "decision_id": decision_id,
                "task_id": task.id,
                "channel": place.channel,
                "thread": place.ts or "",
                "state": DeliveryState.PROMISED,
                "made_at": tx.now,
            },
        ).scalar_one()
        put_post(
            tx,
            task.team,
            PostKind.DELIVERY,
            delivery_id,
            channel=place.channel,
            thread=place.ts or "",
            owner=task.assigner,
        )
    if _approved_change(tx, task, decision_id):
        tx.promise(task.team, JobKind.PUBLISH, decision_id)
    tx.note(task.team, user, Happening.DELIVER, task.name, why=where(task))
    return ""


def _given_to(waiters: Sequence[Step]) -> str:
    """Return which tasks have an approved draft as their material, to follow “It was”."""
    names = [waiter.name for waiter in waiters[:NAMED]]
    return f"given to {', '.join(names)}{' and others' if len(waiters) > NAMED else ''}"


def _below_card(read: Read, task: Task, decision_id: int) -> Place:
    """Return the message of the reviewer's own that shows what was decided; an empty place where none does."""
    mine = decision.c.team == task.team, decision.c.id == decision_id
    item_id = read.conn.execute(sa.select(decision.c.item_id).where(*mine)).scalar_one()
    return card_of(read, task.team, item_id, task.reviewer)


def _approved_change(read: Read, task: Task, decision_id: int) -> str:
    """Return the sum of the patch that a decision approved; empty where it approved none."""
    mine = decision.c.team == task.team, decision.c.id == decision_id
    return str(read.conn.execute(sa.select(decision.c.change).where(*mine)).scalar_one())
