"""Messages of ours that are drawn anew: those of an item and of a collection."""

from collections.abc import Collection
from datetime import timedelta

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.prepared import PreparedQuery, PreparedRows
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.tables import collected, item, post

TOGETHER = timedelta(seconds=1)  # a card says so late that it took effect, and that Slack has the delivery
_TEAM: sa.BindParameter[str] = sa.bindparam("team_")
_SHOWN = PreparedRows(  # asked for each change of an item
    lambda _: sa.select(collected.c.collection_id).where(
        collected.c.team == _TEAM, collected.c.item_id == sa.bindparam("item_")
    ),
    {"team_": collected.c.team.type, "item_": collected.c.item_id.type},
)
_MESSAGES = PreparedRows(
    lambda _: sa.select(post.c.id).where(
        post.c.team == _TEAM, post.c.surface == str(PostKind.DIGEST), post.c.subject == sa.bindparam("subject_")
    ),
    {"team_": post.c.team.type, "subject_": post.c.subject.type},
)

_LAST_DECIDED = PreparedQuery(
    lambda _: sa.select(sa.func.max(item.c.id)).where(
        item.c.team == _TEAM,
        item.c.task_id == sa.bindparam("task_"),
        item.c.closed_at.is_not(None),
        item.c.remedy != str(Remedy.DELIVERY),
    ),
    {"team_": item.c.team.type, "task_": item.c.task_id.type},
)


def redraw(tx: Tx, team: str, item_id: int) -> None:
    """Promise an update of every message that shows an item; several updates of one message become one."""
    for row in _SHOWN.all(tx.conn, {"team_": team, "item_": item_id}):
        redraw_collection(tx, team, row.collection_id)


def redraw_decided(tx: Tx, task: Task) -> None:
    """Promise an update of the messages that show the task's last decided item: their outlook is out of date."""
    (last,) = _LAST_DECIDED(tx.conn, {"team_": task.team, "task_": task.id})
    if last is not None:
        redraw(tx, task.team, last)


def redraw_open(tx: Tx, team: str, tasks: Collection[int]) -> None:
    """Promise an update of the messages that show what waits of some tasks: what comes after them has changed."""
    waiting = item.c.team == team, item.c.task_id.in_(tasks), item.c.closed_at.is_(None)
    for item_id in tx.conn.execute(sa.select(item.c.id).where(*waiting)).scalars().all():
        redraw(tx, team, item_id)


def redraw_collection(tx: Tx, team: str, collection_id: int) -> None:
    """Promise an update of a collection's message; what happens to its cards within a moment is drawn together."""
    for row in _MESSAGES.all(tx.conn, {"team_": team, "subject_": str(collection_id)}):
        tx.promise(team, JobKind.REDRAW, row.id, once=True, after=TOGETHER)
