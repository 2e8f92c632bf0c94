"""Messages of ours that are drawn anew: those of an item and of a collection."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.prepared import Statement
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import collected, item, post

TOGETHER = timedelta(seconds=1)  # a card says so late that it took effect, and that Slack has the delivery


@Statement
def _shown(team: str, item_id: int) -> sa.Select[tuple[int]]:
    """Return the query of the messages of collections that show an item, which is asked for each change of one."""
    named = post.c.subject == sa.cast(collected.c.collection_id, sa.String)
    query = sa.select(post.c.id).join_from(collected, post, named)
    shown = query.where(collected.c.team == team, collected.c.item_id == item_id, post.c.team == team)
    return shown.where(post.c.surface == str(PostKind.DIGEST))


@Statement
def _messages(team: str, subject: str) -> sa.Select[tuple[int]]:
    of_collection = post.c.surface == str(PostKind.DIGEST), post.c.subject == subject
    return sa.select(post.c.id).where(post.c.team == team, *of_collection)


@Statement
def _last_decided(team: str, task_id: int) -> sa.Select[tuple[int | None]]:
    closed = item.c.closed_at.is_not(None), item.c.remedy != str(Remedy.DELIVERY)
    return sa.select(sa.func.max(item.c.id)).where(item.c.team == team, item.c.task_id == task_id, *closed)


def redraw(tx: Tx, team: str, item_id: int) -> None:
    """Promise an update of every message that shows an item; several updates of one message become one."""
    for row in _shown.all(tx.conn, team, item_id):
        _redraw_together(tx, team, row.id)


def redraw_decided(tx: Tx, task: Task) -> None:
    """Promise an update of the messages that show the task's last decided item: their outlook is out of date."""
    (last,) = _last_decided.first(tx.conn, task.team, task.id)
    if last is not None:
        redraw(tx, task.team, last)


def redraw_open(tx: Tx, team: str, tasks: Collection[int]) -> None:
    """Promise an update of the messages that show what waits of some tasks: what comes after them has changed."""
    waiting = item.c.team == team, item.c.task_id.in_(tasks), item.c.closed_at.is_(None)
    for item_id in tx.conn.execute(sa.select(item.c.id).where(*waiting)).scalars().all():
        redraw(tx, team, item_id)


def redraw_about(tx: Tx, team: str, kind: PostKind, subject: str) -> None:
    """Promise an update of the messages of a kind that are about something."""
    query = sa.select(post.c.id).where(post.c.team == team, post.c.surface == kind, post.c.subject == subject)
    for post_id in tx.conn.execute(query).scalars().all():
        tx.promise(team, JobKind.REDRAW, post_id, once=True)


def redraw_collection(tx: Tx, team: str, collection_id: int) -> None:
    """Promise an update of a collection's message; what happens to its cards within a moment is drawn together."""
    for row in _messages.all(tx.conn, team, str(collection_id)):
        _redraw_together(tx, team, row.id)


def _redraw_together(tx: Tx, team: str, post_id: int) -> None:
    tx.promise(team, JobKind.REDRAW, post_id, once=True, after=TOGETHER)
