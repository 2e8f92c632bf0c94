"""Whether an administrator stopped all work of a workspace."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Read
from storage.prepared import PreparedQuery
from storage.tables import workspace

_STOPPED = PreparedQuery(  # asked for each attempt
    lambda _: sa.select(workspace.c.stopped_by).where(workspace.c.team == sa.bindparam("team_")),
    {"team_": workspace.c.team.type},
)


def stopped_by(read: Read, team: str) -> str:
    """Return the administrator who stopped all work; '' while work goes on."""
    row = _STOPPED(read.conn, {"team_": team})
    return str(row[0] or "") if row is not None else ""
