"""The question whether a message is a task, and what became of it."""

from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.keeping import hold
from storage.ledger.messages.posting import put_post
from storage.rules.posts import PostKind
from storage.tables import inbox


def ask(tx: Tx, team: str, user: str, channel: str, what: dict[str, Any]) -> None:
    """Promise the question whether a direct message is a task; no task is made before the answer."""
    put_post(tx, team, PostKind.UNDERSTOOD, hold(tx, team, what), channel=channel, owner=user)


def close_proposal(tx: Tx, team: str, key: str) -> None:
    """Note that a message is no task. `assign` closes one that becomes a task, with `outcome_key` as its key.

    Raises:
        Duplicate: it was closed before; its subject is the task that was made.
    """
    tx.once(team, outcome_key(key))


def proposal_outcome(read: Read, team: str, key: str) -> str | None:
    """Return what became of “Shall I assign this?”: the key of its task, '' where it is none; None while it is open."""
    mine = inbox.c.team == team, inbox.c.key == outcome_key(key)[:120]
    row = read.conn.execute(sa.select(inbox.c.subject, inbox.c.kept).where(*mine)).first()
    if row is None:
        return None
    return str(row.subject or (row.kept or {}).get("task") or "")  # an older release kept it so


def outcome_key(key: str) -> str:
    """Return the key of a proposal's outcome: the task or the no; one excludes the other by this key."""
    return f"{key}:settled"
