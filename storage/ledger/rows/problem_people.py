"""The people whom the problems of items name."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement, one_of
from storage.rules.values.item import Item, Problem
from storage.rules.values.out import out
from storage.tables import person


def people_named(read: Read, team: str, users: Set[str]) -> dict[str, Any]:
    """Return the rows of people by their ids, as far as they are known."""
    return {row.user: row for row in _named.all(read.conn, team, sorted(users))} if users else {}


@Statement
def _named(team: str, users: Sequence[str]) -> sa.Select[Any]:
    columns = person.c.user, person.c.name, person.c.busy_until, person.c.away_until
    return sa.select(*columns).where(person.c.team == team, one_of(person.c.user, users))


def with_people(the_item: Item, people: Mapping[str, Any], now: datetime) -> Item:
    """Return an item with the name of who could do it, and until when the colleague who has it is busy or away."""
    if not isinstance(the_item.about, Problem):
        return the_item
    other, worker = people.get(the_item.about.named), people.get(the_item.task.brief.worker.name)
    is_out = out(worker.busy_until, worker.away_until, now) if worker is not None else None
    named_as = other.name if other is not None and other.name else the_item.about.named
    return replace(the_item, about=replace(the_item.about, named_as=named_as, out=is_out))
