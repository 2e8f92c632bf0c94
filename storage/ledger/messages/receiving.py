"""What Slack sent and is worked on after it was acknowledged: kept with a promise to look at it, until that is done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.posting import find_at
from storage.rules.jobs import JobKind
from storage.rules.posts import PostState
from storage.rules.values.place import Place
from storage.tables import inbox, post, task

COMING = (PostState.SENDING, PostState.UNKNOWN)  # posts that Slack may show already, at a place that is not known yet


def keep(tx: Tx, team: str, key: str, what: dict[str, Any]) -> None:
    """Keep what Slack sent, with the present instant, and promise a look at it; one person's words in one conversation
    are looked at in order.

    Raises:
        Duplicate: it was kept before.
    """
    tx.once(team, key, kept={**what, "kept_at": tx.now.isoformat()})
    place = what.get("channel")
    lock = f"heard:{team}:{what['user']}:{place}" if place else None
    tx.promise(team, JobKind.INBOX, key[:120], lock=lock)


def kept_at(what: Mapping[str, Any]) -> datetime | None:
    """Return when something was kept; None where a Sluice that did not note it kept it."""
    at = what.get("kept_at")
    return datetime.fromisoformat(at) if isinstance(at, str) else None


def made_of(read: Read, team: str, key: str) -> str:
    """Return the key of what a delivery of Slack's made; '' where it made nothing."""
    mine = inbox.c.team == team, inbox.c.key == key[:120]
    return read.conn.execute(sa.select(inbox.c.subject).where(*mine)).scalar() or ""


def is_ours(read: Read, team: str, place: Place) -> bool:
    """Tell whether a thread is below a message of ours, or a task came from it; of other threads nothing is kept."""
    if find_at(read, team, place) is not None:
        return True
    of_task = task.c.team == team, task.c.channel == place.channel, task.c.thread == place.ts
    coming = post.c.team == team, post.c.channel == place.channel, post.c.state.in_(COMING)
    either = sa.or_(sa.exists().where(*of_task), sa.exists().where(*coming))
    return bool(read.conn.execute(sa.select(either)).scalar())


def worked_on(tx: Tx, team: str, key: str) -> None:
    """Forget the content of what Slack sent, now that it was worked on; that it came is still known."""
    mine = inbox.c.team == team, inbox.c.key == key
    tx.conn.execute(sa.update(inbox).where(*mine).values(kept=sa.null()))


def said_since(read: Read, team: str, channel: str, at: datetime) -> frozenset[str]:
    """Return the keys of what came from a conversation since an instant."""
    here = inbox.c.team == team, inbox.c.at > at, inbox.c.key.startswith(f"{channel}:", autoescape=True)
    return frozenset(read.conn.execute(sa.select(inbox.c.key).where(*here)).scalars())
