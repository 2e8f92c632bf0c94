"""Erases messages of ours from the ledger."""

from collections.abc import Sequence

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.privacy.withdrawing import withdraw
from storage.rules.posts import PostKind
from storage.tables import decision, delivery, post

SHOWN_BY = {  # the kinds of posts whose subject is a row's number, by its table
    "task": (PostKind.PROGRESS,),
    "decision": (PostKind.DECIDED,),
    "delivery": (PostKind.DELIVERY,),
}


def erase_posts(tx: Tx, team: str, ids: Sequence[int]) -> None:
    """Erase messages of ours from the ledger, and their promises; the messages in Slack stay there."""
    withdraw(tx, team, "post", ids)
    tx.conn.execute(sa.delete(post).where(post.c.team == team, post.c.id.in_(ids)))


def ids_of(read: Read, table: sa.Table, team: str, which: sa.ColumnElement[bool]) -> Sequence[int]:
    """Return the numbers of some rows of a table."""
    return read.conn.execute(sa.select(table.c.id).where(table.c.team == team, which)).scalars().all()


def erase_posts_of_task(tx: Tx, team: str, task_id: int, items: Sequence[int]) -> None:
    """Erase the messages that show a task, a decision on it or a delivery of it."""
    decided = ids_of(tx, decision, team, decision.c.item_id.in_(items))
    delivered = ids_of(tx, delivery, team, delivery.c.task_id == task_id)
    shown = {"task": [task_id], "decision": decided, "delivery": delivered}
    which = [
        sa.and_(post.c.surface.in_(surfaces), post.c.subject.in_([str(n) for n in shown[table]]))
        for table, surfaces in SHOWN_BY.items()
    ]
    files = [sa.and_(post.c.surface == PostKind.DELIVERY_FILE, post.c.subject.like(f"{n}:%")) for n in delivered]
    erase_posts(tx, team, ids_of(tx, post, team, sa.or_(*which, *files)))
