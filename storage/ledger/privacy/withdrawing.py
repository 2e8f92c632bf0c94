"""Promises about what is erased are withdrawn."""

from collections.abc import Sequence

from storage.ledger.core.ledger import Tx
from storage.rules.jobs import JobKind

PROMISED = {  # kinds of jobs whose key is a row's number, by its table
    "task": (JobKind.SUGGEST,),
    "attempt": (JobKind.ATTEMPT,),
    "decision": (JobKind.EFFECT, JobKind.PUBLISH, JobKind.STILL_RIGHT),
    "post": (JobKind.POST, JobKind.REDRAW),
    "collection": (JobKind.SETTLE,),
}


def withdraw_collections(tx: Tx, team: str, ids: Sequence[int]) -> None:
    """Withdraw the promises of collections."""
    withdraw(tx, team, "collection", ids)


def withdraw(tx: Tx, team: str, table: str, ids: Sequence[int]) -> None:
    """Withdraw the promises about rows of a table."""
    for kind in PROMISED[table]:
        for row_id in ids:
            tx.jobs.cancel(tx.conn, team, kind, str(row_id))
