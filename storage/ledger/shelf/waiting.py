"""What waits for a reviewer: what is open and undecided."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.rules.values.ask import Kind
from storage.tables import decision, item

Value = str | sa.BindParameter[str]


def live_decision() -> sa.Exists:
    """Return the SQL condition that an item has a decision that was not undone."""
    of_item = decision.c.team == item.c.team, decision.c.item_id == item.c.id
    return sa.exists().where(*of_item, decision.c.undone_at.is_(None))


def undecided(team: Value, user: Value) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the SQL conditions of the open items that a reviewer can decide; what is only asked about is none."""
    mine = item.c.team == team, item.c.reviewer == user, item.c.closed_at.is_(None)
    return *mine, item.c.kind != str(Kind.STILL_RIGHT), ~live_decision()


def ripe(read: Read) -> sa.ColumnElement[bool]:
    """Return the SQL condition that an item is not put off until later."""
    return ripe_at(sa.literal(read.wall, item.c.later_at.type))


def ripe_at(wall: datetime | sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Return the SQL condition that an item is not put off until after an instant."""
    return sa.or_(item.c.later_at.is_(None), item.c.later_at <= wall)
