"""What an approval sets going: the draft goes where the brief says, as text and as a file."""

from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core import Tx
from storage.ledger.posting import put_post
from storage.ledger.rows import decision_of, get_task, load_draft
from storage.rules.task import Decision, Draft, Place, Task
from storage.tables import decision, delivery, item


def targets(task: Task) -> tuple[Place, ...]:
    """Named channels, else the thread that it came from, else (an empty channel) the assigner's direct messages."""
    if task.brief.to:
        return tuple(Place(channel) for channel in task.brief.to)
    if task.source.ts:
        return (task.source,)
    return (Place(""),)


def where(task: Task) -> str:
    """The effect of an approval, in words that follow “Approve”."""
    first = targets(task)[0]
    if task.brief.to:
        return "posts in " + ", ".join(f"<#{c}>" for c in task.brief.to)
    return "posts in its thread" if first.ts else f"sends it to <@{task.assigner}>"


def deliver(tx: Tx, task: Task, decision_id: int, who: str) -> str:
    """Promise the posts of an approved draft, once for each place; what was done, in words."""
    for place in targets(task):
        made = tx.conn.execute(
            sa.insert(delivery).returning(delivery.c.id),
            {
                "team": task.team,
                "decision_id": decision_id,
                "task_id": task.id,
                "channel": place.channel,
                "thread": place.ts or "",
                "state": "promised",
                "made_at": tx.now,
            },
        ).scalar_one()
        for surface in ("delivery", "delivery file"):
            put_post(tx, task.team, surface, made, channel=place.channel, thread=place.ts or "", owner=task.assigner)
    tx.note(task.team, who, "deliver", task.name, why=where(task))
    return done(task)


def done(task: Task) -> str:
    """The same effect once it is there, in words that follow “It is”."""
    if task.brief.to:
        return "posted in " + ", ".join(f"<#{c}>" for c in task.brief.to)
    return "posted in its thread" if task.source.ts else f"sent to <@{task.assigner}>"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a delivery brings, and who approved it."""

    task: Task
    draft: Draft
    who: str


def delivered(tx: Tx, team: str, delivery_id: int) -> Delivered | None:
    row = tx.conn.execute(
        sa.select(delivery.c.task_id, decision.c.draft_version, decision.c.who)
        .join_from(
            delivery, decision, sa.and_(decision.c.id == delivery.c.decision_id, decision.c.team == delivery.c.team)
        )
        .where(delivery.c.team == team, delivery.c.id == delivery_id)
    ).first()
    made = load_draft(tx, team, row.task_id, row.draft_version, files=True) if row else None
    return Delivered(get_task(tx, team, row.task_id), made, row.who) if row and made else None


def decided(tx: Tx, team: str, decision_id: int) -> tuple[Task, Decision] | None:
    """A decision and its task, for the person who assigned it."""
    row = tx.conn.execute(
        sa.select(decision, item.c.task_id)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(decision.c.team == team, decision.c.id == decision_id)
    ).first()
    return (get_task(tx, team, row.task_id), decision_of(row)) if row else None
