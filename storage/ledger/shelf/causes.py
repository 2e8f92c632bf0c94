"""What did not work for one cause is one message, however many tasks it holds up."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.redraws import redraw_collection
from storage.ledger.shelf.waiting import undecided
from storage.rules import effort
from storage.rules.people import Person
from storage.rules.posts import PostKind, PostState
from storage.rules.values.ask import Kind
from storage.tables import collected, collection, item, post

LATELY = timedelta(minutes=10)  # an older message is too far up: what is new is told below
ALONE = ("single", "asked")  # kinds of collections that tell of one thing


def same_cause(person: Person, problem: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the SQL conditions of a person's open problem items with this cause."""
    return *undecided(person.team, person.user), item.c.kind == str(Kind.PROBLEM), item.c.problem == problem


def add_to_recent(tx: Tx, person: Person, item_id: int, problem: str) -> bool:
    """Add an item to the message that told its reviewer of the same cause a moment ago; return whether there is one."""
    told = _told(tx, person, item_id, problem)
    if told is None:
        return False
    mine = item.c.team == person.team, item.c.id == item_id
    words = tx.conn.execute(sa.update(item).where(*mine).values(brought_at=tx.now).returning(item.c.words)).scalar_one()
    row = {"team": person.team, "collection_id": told.id, "item_id": item_id, "position": told.last + 1, "why": ""}
    tx.conn.execute(sa.insert(collected), {**row, "minutes": effort.minutes(words, 0)})
    redraw_collection(tx, person.team, told.id)
    return True


def _told(read: Read, person: Person, item_id: int, problem: str) -> Any:
    """Return the newest such message, and how many things it shows."""
    query = sa.select(collected.c.collection_id).where(
        collected.c.team == person.team,
        collected.c.item_id.in_(sa.select(item.c.id).where(*same_cause(person, problem), item.c.id != item_id)),
    )
    sent = sa.select(post.c.subject).where(
        post.c.team == person.team,
        post.c.surface == PostKind.DIGEST,
        post.c.owner == person.user,
        post.c.state.in_((PostState.PENDING, PostState.SENDING, PostState.SENT)),
        post.c.made_at > read.now - LATELY,
    )
    return read.conn.execute(
        sa.select(collection.c.id, sa.func.max(collected.c.position).label("last"))
        .join_from(collection, collected, collected.c.collection_id == collection.c.id)
        .where(collection.c.team == person.team, collection.c.id.in_(query), collected.c.team == person.team)
        .where(collection.c.kind.in_(ALONE), sa.cast(collection.c.id, sa.String).in_(sent))
        .group_by(collection.c.id)
        .order_by(collection.c.id.desc())
        .limit(1)
    ).first()
