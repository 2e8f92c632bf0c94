"""What Slack sent and is worked on after it was acknowledged: kept whole, with a promise to look at it."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.ledger.core import Tx, new_key
from storage.ledger.posting import put_post
from storage.tables import inbox

KEEP = timedelta(days=30)


def keep(tx: Tx, team: str, key: str, what: dict[str, Any]) -> None:
    """
    Raises:
        Duplicate: it was kept before.
    """
    tx.once(team, key, kept=what)
    tx.promise(team, "inbox", key[:120], queue="slack")


def hold(tx: Tx, team: str, what: dict[str, Any]) -> str:
    """Keep something until a person confirms it; its key."""
    key = new_key()
    tx.once(team, key, kept=what)
    return key


def kept(tx: Tx, team: str, key: str) -> dict[str, Any] | None:
    """What was kept under a key; None when there is nothing."""
    found = tx.conn.execute(sa.select(inbox.c.kept).where(inbox.c.team == team, inbox.c.key == key[:120])).scalar()
    return found if isinstance(found, dict) else None


def ask(tx: Tx, team: str, user: str, channel: str, what: dict[str, Any]) -> None:
    """Ask whether a direct message is a task; nothing is made before the answer."""
    put_post(
        tx, team, "understood", hold(tx, team, what), channel=channel, thread=str(what.get("ts") or ""), owner=user
    )


def say(tx: Tx, team: str, user: str, channel: str, thread: str, text: str) -> None:
    """Promise a line of ours in a conversation, for a person; in their direct messages where `channel` is empty."""
    put_post(tx, team, "line", hold(tx, team, {"text": text}), channel=channel, thread=thread, owner=user)


def sweep(tx: Tx) -> int:
    """Forget deliveries that can't be repeated any more; how many."""
    return tx.conn.execute(sa.delete(inbox).where(inbox.c.at < tx.now - KEEP)).rowcount
