"""What an approval sets going: the draft goes where the brief says, as text and as a file."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core import Tx
from storage.ledger.posting import Post, get_post, put_post
from storage.ledger.rows import decision_of, get_task, load_draft
from storage.rules.task import Decision, Draft, Place, Task, Verdict
from storage.tables import attachment, decision, delivery, draft, item, post


def targets(task: Task) -> tuple[Place, ...]:
    """Named channels, else the thread that it came from, else (an empty channel) the assigner's direct messages."""
    if task.brief.to:
        return tuple(Place(channel) for channel in dict.fromkeys(task.brief.to))
    if task.source.ts:
        return (task.source,)
    return (Place(""),)


def where(task: Task) -> str:
    """The effect of an approval, in words that follow “Approve”."""
    first = targets(task)[0]
    if task.brief.to:
        return "posts in " + ", ".join(f"<#{c}>" for c in task.brief.to)
    return "posts in its thread" if first.ts else f"sends it to <@{task.assigner}>"


def deliver(tx: Tx, task: Task, decision_id: int, who: str) -> None:
    """Promise the posts of an approved draft and its files, once for each place."""
    files = _count_files(tx, task, decision_id)
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
        to = {"channel": place.channel, "thread": place.ts or "", "owner": task.assigner}
        put_post(tx, task.team, "delivery", made, **to)
        for n in range(files):
            put_post(tx, task.team, "delivery file", f"{made}:{n}", **to)
    if files > 1:
        tx.promise(task.team, "publish", decision_id, queue="attempts")
    tx.note(task.team, who, "deliver", task.name, why=where(task))


def _count_files(tx: Tx, task: Task, decision_id: int) -> int:
    approved = (
        sa.select(draft.c.id)
        .join_from(decision, draft, draft.c.version == decision.c.draft_version)
        .where(decision.c.team == task.team, decision.c.id == decision_id, draft.c.task_id == task.id)
        .where(draft.c.team == task.team)
    )
    files = sa.select(sa.func.count()).where(
        attachment.c.team == task.team, attachment.c.draft_id == approved.scalar_subquery()
    )
    return int(tx.conn.execute(files).scalar_one())


def approved(tx: Tx, team: str, decision_id: int) -> tuple[Task, Draft] | None:
    """What a decision approved, with its files; None where it is none any more."""
    found = decided(tx, team, decision_id)
    if found is None or found[1].verdict is not Verdict.APPROVE or found[1].undone_at is not None:
        return None
    made = load_draft(tx, team, found[0].id, found[1].draft_version, files=True)
    return (found[0], made) if made else None


def published(tx: Tx, team: str, decision_id: int, task: Task, said: str) -> None:
    """Tell where an approved draft went besides Slack, once."""
    key = f"published:{decision_id}"
    tx.once(team, key, kept={"text": said, "plain": True})
    tx.note(team, task.brief.worker, "publish", task.name, why=said[:300])
    to = targets(task)[0]
    put_post(tx, team, "line", key, channel=to.channel, thread=to.ts or "", owner=task.assigner)


def delivery_of(row: Post) -> int | None:
    """Return the delivery that a post is part of; None for any other post."""
    return int(row.subject.partition(":")[0]) if row.surface in ("delivery", "delivery file") else None


def posts_of(tx: Tx, team: str, delivery_id: int) -> tuple[Post, ...]:
    """Return the message of a delivery and its files, in this order."""
    subjects = sa.or_(
        sa.and_(post.c.surface == "delivery", post.c.subject == str(delivery_id)),
        sa.and_(post.c.surface == "delivery file", post.c.subject.like(f"{delivery_id}:%")),
    )
    rows = tx.conn.execute(sa.select(post.c.id).where(post.c.team == team, subjects).order_by(post.c.id)).scalars()
    return tuple(get_post(tx, team, post_id) for post_id in rows)


def save_result(tx: Tx, team: str, decision_id: int) -> int:
    """Write into a decision what Slack has of its deliveries, in words that follow “It was”; return its item."""
    rows = tx.conn.execute(
        sa.select(delivery.c.id, delivery.c.task_id, delivery.c.state)
        .where(delivery.c.team == team, delivery.c.decision_id == decision_id)
        .order_by(delivery.c.id)
    ).all()
    assigner = get_task(tx, team, rows[0].task_id).assigner
    parts = [_result(posts_of(tx, team, row.id), row.state, assigner) for row in rows if row.state != "promised"]
    mine = decision.c.team == team, decision.c.id == decision_id
    saved = sa.update(decision).where(*mine).values(result=", ".join(parts)).returning(decision.c.item_id)
    return int(tx.conn.execute(saved).scalar_one())


def _result(posts: Sequence[Post], state: str, assigner: str) -> str:
    row = posts[0]
    to_person = not row.channel or row.channel.startswith("D")
    place = f"<@{assigner}>" if to_person else "its thread" if row.thread else f"<#{row.channel}>"
    words = f"{'sent to' if to_person else 'posted in'} {place}"
    if state == "sent":
        return words
    if row.state == "sent":
        return f"{words} without its file: a message to <@{assigner}> says why"
    return f"not {words} yet: a message to <@{assigner}> says why"


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
