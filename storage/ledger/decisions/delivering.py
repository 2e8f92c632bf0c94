"""What an approval sets going: the draft goes where the brief says, as one post."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.cards import card_of
from storage.ledger.messages.posting import put_post
from storage.ledger.work.behind import steps_waiting_for
from storage.prepared import Statement, insert
from storage.rules.delivery import goes_somewhere, targets, to_oneself
from storage.rules.delivery_words import where
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.posts import DeliveryState, PostKind
from storage.rules.values.step import Step
from storage.rules.values.task import Task
from storage.tables import decision, delivery

NAMED = 3  # tasks
_ADD = insert(delivery, "team", "decision_id", "task_id", "channel", "thread", "state", "made_at", returning="id")


@Statement
def _decided(team: str, decision_id: int) -> sa.Select[Any]:
    """Return the query of what was decided on: its item, and the sum of a patch; empty where it has none."""
    mine = decision.c.team == team, decision.c.id == decision_id
    return sa.select(decision.c.item_id, decision.c.change).where(*mine)


def deliver(tx: Tx, task: Task, decision_id: int, user: str) -> str:
    """Promise the posts of an approved draft, one for each place; a draft for its own reviewer goes below its card, and
    one that the next step works with to that alone, unless the brief names places. Return what came of it so far."""
    if not goes_somewhere(task) and (waiters := steps_waiting_for(tx, task)):
        tx.note(task.team, user, Happening.PASS_ON, task.name)
        return _given_to(waiters)
    if not user and to_oneself(task):  # by a rule: there is no card, and the next collection tells it
        return "kept"
    approved = _decided.first(tx.conn, task.team, decision_id)
    below_card = (card_of(tx, task.team, approved.item_id, task.reviewer),) if to_oneself(task) else ()
    for place in below_card or targets(task):
        (delivery_id,) = _ADD(
            tx.conn,
            {
                "team": task.team,
                "decision_id": decision_id,
                "task_id": task.id,
                "channel": place.channel,
                "thread": place.ts or "",
                "state": str(DeliveryState.PROMISED),
                "made_at": tx.now,
            },
        )
        put_post(
            tx,
            task.team,
            PostKind.DELIVERY,
            delivery_id,
            channel=place.channel,
            thread=place.ts or "",
            owner=task.assigner,
        )
    if approved.change:
        tx.promise(task.team, JobKind.PUBLISH, decision_id)
    tx.note(task.team, user, Happening.DELIVER, task.name, why=where(task))
    return ""


def _given_to(waiters: Sequence[Step]) -> str:
    """Return which tasks have an approved draft as their material, to follow “It was”."""
    names = [waiter.name for waiter in waiters[:NAMED]]
    return f"given to {', '.join(names)}{' and others' if len(waiters) > NAMED else ''}"
