"""The pace of posting over all processes: each takes its turn from the same rows, by the database's own clock."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from storage.columns import instant
from storage.rules.pace import Free, Gaps, turn
from storage.tables import pace

WORKSPACE = ""  # in the place of a channel: all of them together


def take(conn: sa.Connection, team: str, channel: str, gaps: Gaps) -> float:
    """Take the next turn to post in a conversation, and return the seconds until it comes."""
    now, workspace = _locked(conn, team)
    mine = pace.c.team == team, pace.c.channel == channel
    free = Free(conn.execute(sa.select(pace.c.next_at).where(*mine)).scalar() or now, workspace)
    at, after = turn(now, free, gaps)
    _keep(conn, team, {channel: after.channel, WORKSPACE: after.workspace})
    return (at - now).total_seconds()


def _locked(conn: sa.Connection, team: str) -> tuple[datetime, datetime]:
    """Hold the workspace's row, so that turns follow each other: now, and when the workspace is free."""
    row = {"team": team, "channel": WORKSPACE, "next_at": instant(0)}
    held = insert(pace).values(row).on_conflict_do_update(
        index_elements=[pace.c.team, pace.c.channel], set_={"next_at": pace.c.next_at}
    )  # fmt: skip
    found = conn.execute(held.returning(pace.c.next_at, sa.func.clock_timestamp().label("now"))).one()
    return found.now, found.next_at


def _keep(conn: sa.Connection, team: str, free: dict[str, datetime]) -> None:
    rows: list[dict[str, Any]] = [{"team": team, "channel": name, "next_at": at} for name, at in free.items()]
    new = insert(pace).values(rows)
    to = {"next_at": new.excluded.next_at}
    conn.execute(new.on_conflict_do_update(index_elements=[pace.c.team, pace.c.channel], set_=to))
