"""The messages that show an item, and what is redrawn when something is done with it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.jobs.port import Promise
from storage.ledger.core.ledger import Read, Tx
from storage.prepared import Statement, one_of
from storage.rules.jobs import JobKind, Queue
from storage.rules.posts import PostKind
from storage.rules.values.item import Item
from storage.rules.values.place import Place
from storage.tables import collected, collection, post

BEHIND_UNDO = timedelta(seconds=1)  # until the Undo of an answer goes, after its time
BEHIND_CLICK = timedelta(seconds=3)  # until a message is redrawn that its own click did not redraw


@Statement
def _digests(team: str, item_id: int) -> sa.Select[Any]:
    of_item = collected.c.team == team, collected.c.item_id == item_id
    named = post.c.subject == sa.cast(collected.c.collection_id, sa.String)
    query = sa.select(post.c.id, post.c.channel, post.c.ts, collected.c.collection_id).join_from(collected, post, named)
    shown = query.where(*of_item, post.c.team == team, post.c.surface == str(PostKind.DIGEST))
    return shown.order_by(collected.c.collection_id)


@Statement
def _tapped(team: str, ids: Collection[int], here: Collection[int], now: datetime, before: datetime) -> sa.Executable:
    """Return the statement that notes a tap in a message; another that nobody tapped has settled."""
    moment = collection.c.tapped_at.type
    settled = sa.func.coalesce(collection.c.tapped_at, sa.type_coerce(before, moment))
    tapped = sa.case((one_of(collection.c.id, here), sa.type_coerce(now, moment)), else_=settled)
    return sa.update(collection).where(collection.c.team == team, one_of(collection.c.id, ids)).values(tapped_at=tapped)


def digests_of(read: Read, team: str, item_id: int) -> Sequence[Any]:
    """Return the messages that show an item, each with its collection's number, the newest last."""
    return _digests.all(read.conn, team, item_id)


def touch(tx: Tx, item: Item, shown: Sequence[Any], place: Place | None = None, beside: Sequence[Promise] = ()) -> None:
    """Note a tap. Promise a redraw of the messages that show an item (should the direct way fail), and the settling of
    the one that was tapped after a while without taps: the others are as small as they can be.

    Args:
        place: where it was tapped; the newest that shows the item counts where it was in none of them.
        beside: what is promised as well.
    """
    team = item.task.team
    at = (place.channel, place.ts) if place is not None else None
    tapped = [row.collection_id for row in shown if (row.channel, row.ts) == at]
    every = [row.collection_id for row in shown]
    ids = tapped or every[-1:]
    if ids:
        _tapped.run(tx.conn, team, every, ids, tx.now, tx.now - tx.terms.settle)
    soon, settled = tx.now + BEHIND_CLICK, tx.now + tx.terms.settle
    redraws = [
        Promise(team=team, kind=JobKind.REDRAW, key=f"{row.id}:click", due=soon, queue=Queue.SLACK) for row in shown
    ]
    settles = [
        Promise(team=team, kind=JobKind.SETTLE, key=str(collection_id), due=settled) for collection_id in sorted(ids)
    ]
    tx.jobs.put_all(tx.conn, tx.now, beside, redraws, settles)


def fade(team: str, post_id: int, due: datetime) -> Promise:
    """Return the promise that an answer is drawn anew when its Undo is over.

    Args:
        due: when the decision takes effect.
    """
    return Promise(team=team, kind=JobKind.REDRAW, key=f"{post_id}:behind", due=due + BEHIND_UNDO, queue=Queue.SLACK)
