"""Whether an administrator stopped all work of a workspace."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import Statement
from storage.tables import workspace


@Statement
def _stopped(team: str) -> sa.Select[tuple[str]]:
    """Return the query of who stopped all work, which is asked for each attempt."""
    return sa.select(workspace.c.stopped_by).where(workspace.c.team == team)


def stopped_by(read: Read, team: str) -> str:
    """Return the administrator who stopped all work; '' while work goes on."""
    row = _stopped.first(read.conn, team)
    return str(row[0] or "") if row is not None else ""
