"""What a person opened again, and what waits for them, as events for their figures."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.rules.facts import Event
from storage.tables import change, item, series, stream, task

REOPENED = 500


def reopened_by(read: Read, team: str, user: str, since: datetime) -> tuple[Event, ...]:
    """Return what a person opened again."""
    again = change.c.team == team, change.c.who == user, change.c.what == sa.literal_column("'reopen'")
    query = sa.select(change.c.at, change.c.subject).where(*again, change.c.at >= since)
    rows = read.conn.execute(query.order_by(change.c.at.desc()).limit(REOPENED)).all()
    about = _about(read, team, {row.subject.removeprefix("T-") for row in rows}) if rows else {}
    return tuple(Event(at=row.at, **about.get(row.subject.removeprefix("T-"), {})) for row in rows)


def _about(read: Read, team: str, names: Collection[str]) -> dict[str, dict[str, str]]:
    """Return stream and worker of tasks by their names: “12”, or “60.3” for the third of a series."""
    plain = [int(name) for name in names if name.isdecimal()]
    runs = [tuple(map(int, name.split("."))) for name in names if "." in name]
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == team)
    query = sa.select(task.c.number, task.c.run, task.c.worker, stream.c.name, sa.null().label("series"))
    base = query.join_from(task, stream, filed, isouter=True).where(task.c.team == team)
    rows = list(read.conn.execute(base.where(task.c.number.in_(plain)))) if plain else []
    if runs:
        part = sa.and_(task.c.series_id == series.c.id, task.c.team == team)
        several = sa.select(task.c.number, task.c.run, task.c.worker, stream.c.name, series.c.number.label("series"))
        joined = several.join_from(series, task, part).join(stream, filed, isouter=True).where(series.c.team == team)
        rows += list(read.conn.execute(joined.where(sa.tuple_(series.c.number, task.c.run).in_(runs))))
    named = {f"{row.series}.{row.run}" if row.series else str(row.number): row for row in rows}
    return {name: {"stream": row.name or "", "worker": row.worker} for name, row in named.items()}


def waiting_for(read: Read, team: str, user: str) -> tuple[Event, ...]:
    """Return what waits for a person's decision, each since when."""
    filed = sa.and_(stream.c.id == task.c.stream_id, stream.c.team == team)
    query = sa.select(item.c.made_at, task.c.worker, stream.c.name).join_from(
        item, task, sa.and_(task.c.id == item.c.task_id, task.c.team == team)
    )
    rows = read.conn.execute(query.join(stream, filed, isouter=True).where(*undecided(team, user)))
    return tuple(Event(at=row.made_at, stream=row.name or "", worker=row.worker) for row in rows)
