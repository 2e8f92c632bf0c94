"""Collection times as they are kept: those of a person, and those of a channel."""

from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.prepared import Statement
from storage.rules.calendar import due_slot, next_slot
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind
from storage.rules.values.schedule import Schedule
from storage.tables import collection, post, schedule


@Statement
def _collects(team: str, channel: str) -> sa.Select[tuple[int]]:
    mine = schedule.c.team == team, schedule.c.kind == "channel", schedule.c.owner == channel
    return sa.select(schedule.c.id).where(*mine, schedule.c.active)


@lru_cache(1024)
def _is_zone(name: str) -> bool:
    try:
        return bool(name) and ZoneInfo(name) is not None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def channel_schedule(read: Read, team: str, channel: str) -> Schedule | None:
    """Return the collection times of a channel; None when it has none."""
    row = read.conn.execute(
        sa.select(schedule).where(
            schedule.c.team == team, schedule.c.kind == "channel", schedule.c.owner == channel, schedule.c.active
        )
    ).first()
    return None if row is None else read_schedule(read, row.times, row.days, row.zone)


def channel_zone(read: Read, team: str, channel: str) -> str:
    """Return the time zone of a channel's collections, also of those that have ended; empty where it never had any."""
    of_channel = schedule.c.team == team, schedule.c.kind == "channel", schedule.c.owner == channel
    return read.conn.execute(sa.select(schedule.c.zone).where(*of_channel)).scalar() or ""


def collects_in(read: Read, team: str, channel: str) -> bool:
    """Tell whether a channel has collections; asked for each task that is assigned."""
    return _collects.first(read.conn, team, channel) is not None


def who_set(read: Read, team: str, channel: str) -> str:
    """Return who set the collection times of a channel; empty where nobody did."""
    mine = schedule.c.team == team, schedule.c.kind == "channel", schedule.c.owner == channel
    return read.conn.execute(sa.select(schedule.c.set_by).where(*mine)).scalar() or ""


def channels_with_times(read: Read) -> tuple[tuple[str, str], ...]:
    """Return (team, channel) of each channel that has collection times, in any workspace."""
    rows = read.conn.execute(
        sa.select(schedule.c.team, schedule.c.owner).where(schedule.c.kind == "channel", schedule.c.active)
    )
    return tuple((row.team, row.owner) for row in rows)


def read_schedule(read: Read, times: list[str], days: list[int], zone: str) -> Schedule:
    """Return a schedule from its stored values; an unknown zone becomes the default one."""
    return _schedule(tuple(times), tuple(days), _zone(read, zone))


def _zone(read: Read, stored: str) -> str:
    """Return a zone as it is kept; the default one where this machine does not know it."""
    return stored if not stored or _is_zone(stored) else read.terms.zone


@lru_cache(4096)
def _schedule(times: tuple[str, ...], days: tuple[int, ...], zone: str) -> Schedule:
    return Schedule(tuple(time.fromisoformat(t) for t in times), frozenset(days), zone)


def save_schedule(tx: Tx, team: str, kind: str, owner: str, made: Schedule, by: str) -> None:
    """Keep the times of a person or a channel, in the place of those before."""
    coming, since = next_slot(made, tx.wall), _owed_since(tx, team, kind, owner)
    still_due = since is not None and due_slot(made, since, tx.wall) is not None
    values = {
        "times": [f"{t:%H:%M}" for t in sorted(set(made.times))],
        "days": sorted(made.days),
        "zone": made.zone,
        "active": True,
        "set_by": by,
        "since": since if still_due else tx.wall,
        "next_at": tx.wall if still_due else coming.at if coming else None,
    }
    mine = schedule.c.team == team, schedule.c.kind == kind, schedule.c.owner == owner
    if tx.conn.execute(sa.update(schedule).where(*mine).values(values)).rowcount == 0:
        tx.conn.execute(sa.insert(schedule), {"team": team, "kind": kind, "owner": owner, **values})
    if kind == "person":
        redraw_times(tx, team, owner)


def _owed_since(read: Read, team: str, kind: str, owner: str) -> datetime | None:
    """Return the instant after which a collection of the times before is due and has not come, since it was held back;
    None where none is."""
    mine = schedule.c.team == team, schedule.c.kind == kind, schedule.c.owner == owner, schedule.c.active
    row = read.conn.execute(sa.select(schedule).where(*mine)).first()
    if row is None or row.since > read.wall:
        return None
    owed = due_slot(read_schedule(read, row.times, row.days, row.zone), row.since, read.wall)
    return row.since if owed is not None else None


def redraw_times(tx: Tx, team: str, user: str) -> None:
    """Promise an update of the messages that tell a person their times: the first one, and their last collection."""
    own = collection.c.team == team, collection.c.reviewer == user, collection.c.channel == ""
    newest_own = sa.select(sa.cast(collection.c.id, sa.String)).where(*own).order_by(collection.c.made_at.desc())
    last = newest_own.limit(1).scalar_subquery()
    welcome = sa.and_(post.c.surface == PostKind.WELCOME, post.c.subject == user)
    digest = sa.and_(post.c.surface == PostKind.DIGEST, post.c.subject == last)
    for row in tx.conn.execute(sa.select(post.c.id).where(post.c.team == team, sa.or_(welcome, digest))).all():
        tx.promise(team, JobKind.REDRAW, row.id, once=True)
