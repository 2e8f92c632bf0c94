"""What is kept under a key until somebody comes back to it."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx, new_key
from storage.tables import inbox


def hold(tx: Tx, team: str, what: dict[str, Any]) -> str:
    """Keep a value under a new key, and return the key."""
    key = new_key()
    tx.once(team, key, kept=what)
    return key


def kept(read: Read, team: str, key: str) -> dict[str, Any] | None:
    """Return what was kept under a key; None when there is nothing."""
    found = read.conn.execute(sa.select(inbox.c.kept).where(inbox.c.team == team, inbox.c.key == key[:120])).scalar()
    return found if isinstance(found, dict) else None
