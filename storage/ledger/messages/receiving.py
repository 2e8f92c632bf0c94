"""What Slack sent and is worked on after it was acknowledged: kept with a promise to look at it, until that is done."""

import contextlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Read, Tx, new_key
from storage.ledger.messages.posting import find_at, put_post
from storage.rules.jobs import JobKind
from storage.rules.posts import PostKind, PostState
from storage.rules.values.place import Place
from storage.tables import inbox, post, task

COMING = (PostState.SENDING, PostState.UNKNOWN)  # posts that Slack may show already, at a place that is not known yet


def keep(tx: Tx, team: str, key: str, what: dict[str, Any]) -> None:
    """Keep what Slack sent, and promise a look at it; one person's words in one conversation are looked at in order.

    Raises:
        Duplicate: it was kept before.
    """
    tx.once(team, key, kept=what)
    place = what.get("channel")
    lock = f"heard:{team}:{what['user']}:{place}" if place else None
    tx.promise(team, JobKind.INBOX, key[:120], lock=lock)


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


def hold(tx: Tx, team: str, what: dict[str, Any]) -> str:
    """Keep something until a person confirms it, and return its key."""
    key = new_key()
    tx.once(team, key, kept=what)
    return key


def kept(read: Read, team: str, key: str) -> dict[str, Any] | None:
    """Return what was kept under a key; None when there is nothing."""
    found = read.conn.execute(sa.select(inbox.c.kept).where(inbox.c.team == team, inbox.c.key == key[:120])).scalar()
    return found if isinstance(found, dict) else None


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


def tell_wait(tx: Tx, team: str, user: str, key: str, text: str) -> None:
    """Tell a person once that what they wrote waits.

    Args:
        key: of what they wrote.
    """
    told = f"wait:{key}"[:120]
    with contextlib.suppress(Duplicate):
        tx.once(team, told, kept={"text": text, "plain": True})
        put_post(tx, team, PostKind.LINE, told, owner=user)


def say(tx: Tx, team: str, user: str, channel: str, thread: str, text: str) -> None:
    """Promise an answer in a conversation, for a person; in their direct messages where `channel` is empty."""
    put_post(tx, team, PostKind.ANSWER, hold(tx, team, {"text": text}), channel=channel, thread=thread, owner=user)
