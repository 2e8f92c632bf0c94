"""Whose open items a collection brings, and the queries over them: each is built once, since building it takes longer
than its answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf import resting
from storage.ledger.shelf.waiting import live_decision, ripe_at
from storage.prepared import Statement, one_of
from storage.rules.people import Person
from storage.rules.posts import ON_ITS_WAY, PostKind
from storage.rules.values.ask import Kind
from storage.rules.values.item import Remedy
from storage.rules.values.task import State
from storage.tables import collected, collection, edge, item, post, stream, task

LATELY = timedelta(days=1)  # a message that Slack has not had for so long does not come any more
_WAITER = task.alias("waiter")
_OF_TASK = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
_OF_STREAM = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == item.c.team)
_TEAM: sa.BindParameter[str] = sa.bindparam("team_", None, item.c.team.type)  # filled in by `Shelf`, as all of these
_REVIEWER: sa.BindParameter[str] = sa.bindparam("reviewer_", None, item.c.reviewer.type)
_CHANNEL: sa.BindParameter[str] = sa.bindparam("channel_", None, task.c.shown_in.type)
_ITEM: sa.BindParameter[int] = sa.bindparam("item_", None, item.c.id.type)
_WALL: sa.BindParameter[Any] = sa.bindparam("wall_", None, item.c.later_at.type)
_LATELY: sa.BindParameter[Any] = sa.bindparam("lately_", None, collection.c.made_at.type)
_ONLY: sa.BindParameter[Any] = sa.bindparam("only_", None)


class ShelfKind(StrEnum):
    """Whose items stand on a shelf."""

    PERSON = "person"
    CHANNEL = "channel"
    ITEM = "item"  # one item of a person, and nothing else


# A channel's are the items of tasks that were to be seen there from the start; without what is between a colleague and
# who asked them, and what only did not get to its place.
_MINE = {
    ShelfKind.PERSON: item.c.reviewer == _REVIEWER,
    ShelfKind.CHANNEL: sa.and_(
        task.c.shown_in == _CHANNEL, item.c.remedy.not_in((str(Remedy.WORKER), str(Remedy.DELIVERY)))
    ),
    ShelfKind.ITEM: sa.and_(item.c.reviewer == _REVIEWER, item.c.id == _ITEM),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The open items of a person or of a channel, and how a collection brings them.

    Attributes:
        most: at most so many are brought.
        rest: with what was put to rest.
        after: the collection that a person goes on from: what no message shows comes; 0 for none.
        unseen: items that had no room in that collection's message.
        posted: with what is being posted at this moment.
        window: whether it is shown one by one, so that no message has to hold it.
        who: the person whose shelf it is.
        item: the one that it holds; 0 where it holds all.
    """

    kind: ShelfKind
    team: str
    most: int
    reviewer: str = ""
    channel: str = ""
    rest: bool = False
    after: int = 0
    unseen: Collection[int] = ()
    posted: bool = False
    window: bool = False
    who: Person | None = None
    item: int = 0

    def values(self, read: Read) -> dict[str, Any]:
        """Return what the queries of this room need to know of a shelf."""
        return {f"{name}_": value for name, value in self._marks(read).items()}

    def all(self, read: Read, query: sa.Select[Any], only: Collection[int] = ()) -> list[Any]:
        """Return the rows that a query of this room finds for the shelf.

        Args:
            only: the ids of items that it may find, where it asks for them.
        """
        return _prepared(query).all(read.conn, **self._marks(read), only=list(only))

    def _marks(self, read: Read) -> dict[str, Any]:
        whose = {"team": self.team, "reviewer": self.reviewer, "channel": self.channel, "item": self.item}
        return {**whose, "wall": read.wall, "lately": read.now - LATELY}


@lru_cache
def _prepared(query: sa.Select[Any]) -> Statement[...]:
    def build(team: str, reviewer: str, channel: str, item: int, wall: Any, lately: Any, only: Any) -> sa.Select[Any]:
        return query  # which has marks of these names

    return Statement(build)


def of_person(person: Person, *, rest: bool = False, after: int = 0, unseen: Collection[int] = ()) -> Shelf:
    """Return the shelf of a person."""
    return Shelf(
        kind=ShelfKind.PERSON,
        team=person.team,
        most=person.most,
        reviewer=person.user,
        rest=rest,
        after=after,
        unseen=unseen,
        who=person,
    )


def of_channel(read: Read, team: str, channel: str) -> Shelf:
    """Return the shelf of a channel."""
    return Shelf(kind=ShelfKind.CHANNEL, team=team, most=read.terms.most, channel=channel)


def of_item(person: Person, item_id: int) -> Shelf:
    """Return a shelf that holds one item of a person and nothing else."""
    return Shelf(kind=ShelfKind.ITEM, team=person.team, most=1, reviewer=person.user, rest=True, item=item_id)


def open_items(shelf: Shelf, columns: tuple[sa.ColumnElement[Any], ...], only: bool = False) -> sa.Select[Any]:
    """Return the query of the open, undecided items of a shelf that are not put off.

    Args:
        only: those among `only_`, also what is only asked again.
    """
    return _open_items(shelf.kind, columns, shelf.rest, shelf.posted, only)


@lru_cache
def _open_items(
    kind: ShelfKind, columns: tuple[sa.ColumnElement[Any], ...], rest: bool, posted: bool, only: bool
) -> sa.Select[Any]:
    wanted = [item.c.closed_at.is_(None), ~live_decision(), ripe_at(_WALL), _MINE[kind]]
    if not posted:
        wanted.append(item.c.id.not_in(on_its_way()))
    if kind is ShelfKind.CHANNEL:
        wanted.append(item.c.id.not_in(resting.in_channel(_TEAM, _CHANNEL)))
    elif not rest:
        wanted.append(sa.or_(sa.not_(item.c.rest), item.c.kind == str(Kind.STILL_RIGHT)))
    wanted.append(one_of(item.c.id, _ONLY) if only else item.c.kind != str(Kind.STILL_RIGHT))
    return _joined(*columns).where(*wanted)


@lru_cache
def asked_again(columns: tuple[sa.ColumnElement[Any], ...], most: int) -> sa.Select[Any]:
    """Return the query of what a person approved and is asked about again, the oldest first."""
    mine = item.c.reviewer == _REVIEWER, item.c.closed_at.is_(None)
    again = item.c.kind == str(Kind.STILL_RIGHT), item.c.id.not_in(on_its_way())
    return _joined(*columns).where(*mine, *again).order_by(item.c.id).limit(most)


def _joined(*columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    rows = sa.select(*columns).join_from(item, task, _OF_TASK).join(stream, _OF_STREAM, isouter=True)
    return rows.where(item.c.team == _TEAM)


@lru_cache
def waiting_behind(kind: ShelfKind) -> sa.Select[tuple[int, int]]:
    """Return the query of how many tasks wait for the task of an item, by the item's id, where any do."""
    waits = sa.and_(_WAITER.c.id == edge.c.task_id, _WAITER.c.team == edge.c.team, _WAITER.c.state == State.BLOCKED)
    after = edge.c.team == item.c.team, edge.c.after_id == item.c.task_id, sa.not_(edge.c.waived)
    count = sa.select(sa.func.count()).select_from(edge).join(_WAITER, waits).where(*after).correlate(item)
    mine = item.c.team == _TEAM, item.c.closed_at.is_(None), _MINE[kind]
    behind = count.scalar_subquery().label("behind")
    some = sa.select(item.c.id, behind).join_from(item, task, _OF_TASK).where(*mine).subquery()
    return sa.select(some.c.id, some.c.behind).where(some.c.behind > 0)


@lru_cache
def on_its_way() -> sa.Select[tuple[int]]:
    """Return the query of the items whose collection is being posted: no other message takes them over meanwhile."""
    mine = collection.c.team == _TEAM, collection.c.reviewer == _REVIEWER
    lately = collection.c.channel == _CHANNEL, collection.c.made_at > _LATELY
    of_post = sa.and_(post.c.team == _TEAM, post.c.subject == sa.cast(collection.c.id, sa.String))
    promised = post.c.surface == PostKind.DIGEST, post.c.state.in_(ON_ITS_WAY), post.c.error == ""
    items = sa.select(collected.c.item_id).join_from(collection, collected).join(post, of_post)
    return items.where(*mine, *lately, collected.c.team == _TEAM, collection.c.kind != "single", *promised)
