"""Collections that direct messages refused, so that nobody saw them: the next one takes their place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.shelf.attention import BROUGHT
from storage.prepared import Statement
from storage.rules.posts import PostKind, PostState
from storage.tables import collected, collection, habit, habit_use, post, task

LATELY = 20  # messages of a person that are looked through for one that was refused
KIND = "unseen"  # of a collection that was withdrawn: it brought nothing, whatever it was to bring


def set_aside(tx: Tx, team: str, user: str, now_told: Collection[int]) -> None:
    """Withdraw a person's refused collections, and take back what was noted of them: what they were to tell is told by
    the next one, and what they were to bring was not left.

    Args:
        now_told: the colleague's tasks that the new collection brings.
    """
    rows = _refused(tx, team, user)
    if rows:
        _withdraw(tx, team, rows)
        _tell_again(tx, team, [row.id for row in rows])
    for row in rows:
        theirs = task.c.team == team, task.c.id.in_(set(row.owed).difference(now_told))
        for first in (task.c.told_at, task.c.reminded_at):  # what an earlier collection told was seen
            tx.conn.execute(sa.update(task).where(*theirs, first == row.made_at).values({first.name: None}))


@dataclass(frozen=True, slots=True)
class _Refused:
    """A collection that was refused, with the colleague's tasks that it brings, and its post."""

    id: int
    made_at: datetime
    owed: tuple[int, ...]
    post: int


def _refused(read: Read, team: str, user: str) -> list[_Refused]:
    posts = {int(row.subject): row.id for row in _refused_posts.all(read.conn, team, user)}
    if not posts:
        return []
    brought = collection.c.team == team, collection.c.id.in_(posts), collection.c.kind.in_(BROUGHT)
    rows = read.conn.execute(sa.select(collection.c.id, collection.c.made_at, collection.c.owed).where(*brought))
    return [_Refused(row.id, row.made_at, tuple(row.owed or ()), posts[row.id]) for row in rows]


@Statement
def _refused_posts(team: str, user: str) -> sa.Select[Any]:
    mine = post.c.team == team, post.c.owner == user, post.c.surface == PostKind.DIGEST
    newest = sa.select(post.c.id).where(*mine).order_by(post.c.id.desc()).limit(LATELY)
    refused = post.c.team == team, post.c.id.in_(newest), post.c.state == PostState.PENDING, post.c.error != ""
    return sa.select(post.c.id, post.c.subject).where(*refused)


def _withdraw(tx: Tx, team: str, rows: Sequence[_Refused]) -> None:
    posts = post.c.team == team, post.c.id.in_([row.post for row in rows])
    tx.conn.execute(sa.update(post).where(*posts).values(state=PostState.WITHDRAWN))
    gone = [row.id for row in rows]
    made = collection.c.team == team, collection.c.id.in_(gone)
    tx.conn.execute(sa.update(collection).where(*made).values(kind=KIND))
    tx.conn.execute(sa.delete(collected).where(collected.c.team == team, collected.c.collection_id.in_(gone)))


def _tell_again(tx: Tx, team: str, gone: Sequence[int]) -> None:
    """Let the next collection tell what rules approved, and what is proposed."""
    used = habit_use.c.team == team, habit_use.c.collection_id.in_(gone)
    tx.conn.execute(sa.update(habit_use).where(*used).values(collection_id=None, told_at=None))
    proposed = habit.c.team == team, habit.c.collection_id.in_(gone)
    tx.conn.execute(sa.update(habit).where(*proposed).values(collection_id=None))
