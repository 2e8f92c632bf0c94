"""What an approval sets going: the draft goes where the brief says, as one post."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages import canvases
from storage.ledger.messages.cards import card_of
from storage.ledger.messages.posting import dm_of, get_post, put_post
from storage.ledger.rows import decision_of, get_task, load_draft
from storage.ledger.work.steps import behind, has_behind
from storage.prepared import PreparedRows
from storage.rules.delivery import goes_somewhere, is_person, targets, to_oneself
from storage.rules.delivery_words import where
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.messages import Post
from storage.rules.posts import DeliveryState, PostKind, PostState
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.draft import Draft
from storage.rules.values.form import Form
from storage.rules.values.place import Place
from storage.rules.values.task import Task
from storage.tables import decision, delivery, item, post

NAMED = 3  # tasks


def deliver(tx: Tx, task: Task, decision_id: int, user: str) -> str:
    """Promise the posts of an approved draft, one for each place; a draft for its own reviewer goes below its card, and
    one that the next step works with to that alone, unless the brief names places. Return what came of it so far."""
    if not goes_somewhere(task) and has_behind(tx, task):
        tx.note(task.team, user, Happening.PASS_ON, task.name)
        return _given_to(tx, task)
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


def _given_to(read: Read, task: Task) -> str:
    """Return which tasks have an approved draft as their material, to follow “It was”."""
    names = [waiter.name for waiter in behind(read, task.team, [task.id], most=NAMED + 1)]
    return f"given to {', '.join(names[:NAMED])}{' and others' if len(names) > NAMED else ''}" if names else "kept"


def _below_card(read: Read, task: Task, decision_id: int) -> Place:
    """Return the message of the reviewer's own that shows what was decided; an empty place where none does."""
    mine = decision.c.team == task.team, decision.c.id == decision_id
    item_id = read.conn.execute(sa.select(decision.c.item_id).where(*mine)).scalar_one()
    return card_of(read, task.team, item_id, task.reviewer)


def _approved_change(read: Read, task: Task, decision_id: int) -> str:
    """Return the sum of the patch that a decision approved; empty where it approved none."""
    mine = decision.c.team == task.team, decision.c.id == decision_id
    return str(read.conn.execute(sa.select(decision.c.change).where(*mine)).scalar_one())


@dataclass(frozen=True, slots=True)
class Approved:
    """The task and the draft that a decision approved.

    Attributes:
        draft: with its files.
        sha256: of the patch that the reviewer saw; empty where there was none.
    """

    task: Task
    draft: Draft
    sha256: str


def approved(read: Read, team: str, decision_id: int) -> Approved | None:
    """Return what a decision approved; None when it is no approval, or was undone."""
    task = decided(read, team, decision_id)
    if task is None or task[1].verdict is not Verdict.APPROVE or task[1].undone_at is not None:
        return None
    draft = load_draft(read, team, task[0].id, task[1].draft_version, files=True)
    return Approved(task[0], draft, task[1].change) if draft else None


def published(tx: Tx, team: str, decision_id: int, task: Task, text: str) -> None:
    """Promise one message that tells where an approved draft went besides Slack."""
    key = f"published:{decision_id}"
    tx.once(team, key, kept={"text": text, "plain": True})
    tx.note(team, task.brief.worker.name, Happening.PUBLISH, task.name, why=text[:300])
    to = targets(task)[0]
    put_post(tx, team, PostKind.LINE, key, channel=to.channel, thread=to.ts or "", owner=task.assigner)


def delivery_of(row: Post) -> int | None:
    """Return the id of the delivery that a post is part of; None for any other post."""
    return int(row.subject.partition(":")[0]) if row.kind in (PostKind.DELIVERY, PostKind.DELIVERY_FILE) else None


def outside_of(read: Read, row: Post) -> tuple[str, ...]:
    """Return the channels of a delivery that another company shares, as far as its assigner knew."""
    found = delivered(read, row.team, delivery_of(row) or 0)
    return found.task.brief.outside if found else ()


_POSTS = PreparedRows(
    lambda _: (
        sa.select(post.c.id)
        .where(
            post.c.team == sa.bindparam("team_"),
            sa.or_(
                sa.and_(post.c.surface == str(PostKind.DELIVERY), post.c.subject == sa.bindparam("subject_")),
                sa.and_(post.c.surface == str(PostKind.DELIVERY_FILE), post.c.subject.like(sa.bindparam("files_"))),
            ),
        )
        .order_by(post.c.id)
    ),
    {"team_": post.c.team.type, "subject_": post.c.subject.type, "files_": post.c.subject.type},
)


def posts_of(read: Read, team: str, delivery_id: int) -> tuple[Post, ...]:
    """Return the posts of a delivery: its message first, then its files."""
    named = {"team_": team, "subject_": str(delivery_id), "files_": f"{delivery_id}:%"}
    return tuple(get_post(read, team, row.id) for row in _POSTS.all(read.conn, named))


def save_result(tx: Tx, team: str, decision_id: int) -> int:
    """Keep with a decision what Slack has of its deliveries, in words that follow “It was”; return the item's id."""
    rows = tx.conn.execute(
        sa.select(delivery.c.id, delivery.c.task_id, delivery.c.state, delivery.c.channel)
        .where(delivery.c.team == team, delivery.c.decision_id == decision_id)
        .order_by(delivery.c.id)
    ).all()
    task = get_task(tx, team, rows[0].task_id)
    parts = list[str]()
    for row in rows:
        if row.state != DeliveryState.PROMISED:
            posts = posts_of(tx, team, row.id)
            where_to = _result(posts, row.state, task, _reader(tx, posts[0], row.channel))
            parts.append(where_to + _form(tx, task, posts[0]))
    mine = decision.c.team == team, decision.c.id == decision_id
    saved = sa.update(decision).where(*mine).values(result=", ".join(parts)).returning(decision.c.item_id)
    return int(tx.conn.execute(saved).scalar_one())


def _result(posts: Sequence[Post], state: str, task: Task, reader: str) -> str:
    """
    Args:
        reader: whose direct messages it is in, where it is in any.
    """
    row, assigner = posts[0], task.assigner
    if row.thread and Place(row.channel, row.thread) == task.source:
        words = "posted in its thread"
    elif row.channel and not row.channel.startswith("D") and not is_person(row.channel):
        words = f"posted in <#{row.channel}>"
    else:
        words = f"{'filed for' if row.thread else 'sent to'} <@{reader}>"
    if state == DeliveryState.SENT:
        return words
    if row.state == PostState.SENT:
        return f"{words} without its file: a message to <@{assigner}> says why"
    return f"not {words} yet: a message to <@{assigner}> says why"


def _form(read: Read, task: Task, row: Post) -> str:
    """Return whether what was asked for as a canvas is one; empty while it is not there, and for anything else."""
    if task.brief.form is not Form.CANVAS or row.state != "sent":
        return ""
    return " as a canvas" if canvases.find(read, row.team, row.id) else " as a file: no canvas could be made"


def _reader(read: Read, row: Post, place: str) -> str:
    """Return whose direct messages a delivery is for: of the person whom its brief names, or of who had it brought."""
    theirs = is_person(place) and row.channel in (place, dm_of(read, row.team, place))
    return place if theirs else row.owner


@dataclass(frozen=True, slots=True)
class Delivered:
    """The task and the draft of a delivery, and who approved it."""

    task: Task
    draft: Draft
    who: str


def delivered(read: Read, team: str, delivery_id: int) -> Delivered | None:
    """Return what a delivery brings; None when it is not kept any more."""
    row = read.conn.execute(
        sa.select(delivery.c.task_id, decision.c.draft_version, decision.c.who)
        .join_from(
            delivery, decision, sa.and_(decision.c.id == delivery.c.decision_id, decision.c.team == delivery.c.team)
        )
        .where(delivery.c.team == team, delivery.c.id == delivery_id)
    ).first()
    draft = load_draft(read, team, row.task_id, row.draft_version, files=True) if row else None
    return Delivered(get_task(read, team, row.task_id), draft, row.who) if row and draft else None


def decided(read: Read, team: str, decision_id: int) -> tuple[Task, Decision] | None:
    """Return a decision and its task, for the person who assigned it; None when there is none."""
    row = read.conn.execute(
        sa.select(decision, item.c.task_id)
        .join_from(decision, item, sa.and_(item.c.id == decision.c.item_id, item.c.team == decision.c.team))
        .where(decision.c.team == team, decision.c.id == decision_id)
    ).first()
    return (get_task(read, team, row.task_id), decision_of(row)) if row else None
