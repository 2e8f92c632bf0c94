"""What was left often enough: it rests, holds nothing up, and is named once a week, as is what was put off often. Each
kind of collection counts for itself: a person's own, and each channel's."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.prepared import Statement, one_of
from storage.rules.pages.often import LEFT_MOST, Often
from storage.rules.putting_off import OFTEN
from storage.rules.values.task import name_of
from storage.tables import collected, collection, item, series, task


def brought_before(read: Read, team: str, reviewer: str, channel: str, items: Collection[int]) -> frozenset[int]:
    """Return which of these items a person's own collections, or a channel's, brought before."""
    rows = _before.all(read.conn, team, reviewer, channel, items) if items else []
    return frozenset(row.item_id for row in rows)


@Statement
def _before(team: str, reviewer: str, channel: str, items: Collection[int]) -> sa.Select[Any]:
    query = sa.select(collected.c.item_id).join_from(collected, collection).where(one_of(collected.c.item_id, items))
    mine = collection.c.team == team, collection.c.reviewer == reviewer, collection.c.channel == channel
    return query.where(collected.c.team == team, *mine)


def in_channel(team: sa.BindParameter[str], channel: sa.BindParameter[str]) -> sa.Select[tuple[int]]:
    """Return the query of open items that a channel's collections brought, and that were left often enough."""
    brought = (
        sa.select(collected.c.item_id).join_from(collected, collection).join(item, item.c.id == collected.c.item_id)
    )
    here = collection.c.team == team, collection.c.channel == channel, collection.c.kind == "slot"
    still = collected.c.team == team, item.c.team == team, item.c.closed_at.is_(None)
    return brought.where(*here, *still).group_by(collected.c.item_id).having(sa.func.count() > LEFT_MOST)


def often(read: Read, team: str, reviewer: str) -> Often:
    """Return the tasks that rest, and those that were put off often: a person's first slot of the week names them."""
    part = sa.and_(series.c.id == task.c.series_id, series.c.team == task.c.team)
    number = sa.func.coalesce(series.c.number, task.c.number)
    rows = read.conn.execute(
        sa.select(number.label("number"), task.c.run, item.c.rest)
        .distinct()
        .join_from(item, task, sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team))
        .join(series, part, isouter=True)
        .where(*undecided(team, reviewer), sa.or_(item.c.rest, item.c.put_off >= OFTEN))
        .order_by(number, task.c.run)
    ).all()
    left, put_off = ([name_of(row.number, row.run) for row in rows if row.rest is rest] for rest in (True, False))
    return Often(left=tuple(left), put_off=tuple(put_off))
