"""Which workspaces the app is uninstalled in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.tables import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninstalled:
    """A workspace, and when the app was uninstalled there."""

    team: str
    at: datetime


def uninstalled(read: Read) -> tuple[Uninstalled, ...]:
    """Return the workspaces where the app is uninstalled."""
    gone = sa.select(workspace.c.team, workspace.c.uninstalled_at).where(workspace.c.uninstalled_at.is_not(None))
    rows = read.conn.execute(gone.order_by(workspace.c.team)).all()
    return tuple(Uninstalled(team=row.team, at=row.uninstalled_at) for row in rows)


@Statement
def _gone_at(team: str) -> sa.Select[Any]:
    return sa.select(workspace.c.uninstalled_at).where(workspace.c.team == team)


def is_uninstalled(read: Read, team: str) -> bool:
    """Tell whether the app is uninstalled in a workspace."""
    row = _gone_at.first(read.conn, team)
    return row is not None and row.uninstalled_at is not None
