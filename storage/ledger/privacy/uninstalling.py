"""Where the app was uninstalled and not installed again, all of the workspace is erased, a little at a time."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.privacy.keeping import Keep
from storage.rules.jobs import JobKind
from storage.tables import job, metadata, task, workspace

STEP = 500  # rows of one transaction


def erase_step(tx: Tx, team: str, keep: Keep) -> int:
    """Erase a step of a workspace where the app was uninstalled too long ago; return how many rows.

    It is promised, too, that agents forget what they keep of its tasks outside of the ledger.
    """
    gone = sa.select(workspace.c.uninstalled_at).where(workspace.c.team == team)
    at = tx.conn.execute(gone).scalar()
    if at is None or at > tx.now - keep.uninstalled:
        return 0
    _withdraw_promises(tx, team)
    tables = [table for table in reversed(metadata.sorted_tables) if "team" in table.c and table is not workspace]
    for table in (*tables, workspace):  # which says that there is more to erase
        if table is not job and (count := _erase(tx, team, table)):
            return count
    return 0


def _withdraw_promises(tx: Tx, team: str) -> None:
    for promise in tx.jobs.promised(tx.conn):
        if promise.team == team and promise.kind != JobKind.FORGET:
            tx.jobs.cancel(tx.conn, team, promise.kind, promise.key)
    others = job.c.team == team, job.c.kind != str(JobKind.FORGET)  # also those that were given up
    tx.conn.execute(sa.delete(job).where(*others))


def _erase(tx: Tx, team: str, table: sa.Table) -> int:
    """Erase a step of a table; return how many rows."""
    keys = tuple(table.primary_key)
    rows = tx.conn.execute(sa.select(*keys).where(table.c.team == team).limit(STEP)).all()
    if not rows:
        return 0
    if table is task:
        for row in rows:
            tx.promise(team, JobKind.FORGET, row.id, once=True)
    which = sa.tuple_(*keys).in_([tuple(row) for row in rows])
    return tx.conn.execute(sa.delete(table).where(table.c.team == team, which)).rowcount
