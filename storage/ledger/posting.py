"""The outbox: what is to be said in Slack, said once. A post names a surface and is rendered when it is sent."""

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core import Duplicate, Tx, new_key
from storage.rules.task import Place
from storage.tables import person, post


@dataclass(frozen=True, slots=True)
class Post:
    """One message of ours. `channel` is empty while the owner's direct messages have not been opened."""

    id: int
    team: str
    key: str
    surface: str
    subject: str
    channel: str
    thread: str
    owner: str
    state: str
    ts: str
    error: str
    made_at: datetime


def put_post(
    tx: Tx, team: str, surface: str, subject: object, *, channel: str = "", thread: str = "", owner: str = ""
) -> int:
    """Promise a message in this transaction, to a channel or to the owner's direct messages."""
    made: int = tx.conn.execute(
        sa.insert(post).returning(post.c.id),
        {
            "team": team,
            "key": new_key(),
            "channel": channel,
            "thread": thread,
            "surface": surface,
            "subject": str(subject),
            "state": "pending",
            "owner": owner,
            "made_at": tx.now,
        },
    ).scalar_one()
    tx.promise(team, "post", made, queue="slack", lock=f"{team}:{channel or owner}")
    return made


def find_post(tx: Tx, team: str, post_id: int) -> Post | None:
    row = tx.conn.execute(sa.select(post).where(post.c.team == team, post.c.id == post_id)).first()
    return None if row is None else _post(row)


def find_at(tx: Tx, team: str, place: Place) -> Post | None:
    """The message of ours at a place in Slack."""
    row = tx.conn.execute(
        sa.select(post).where(post.c.team == team, post.c.channel == place.channel, post.c.ts == (place.ts or "-"))
    ).first()
    return None if row is None else _post(row)


def dm_of(tx: Tx, team: str, user: str) -> str:
    found = tx.conn.execute(sa.select(person.c.dm).where(person.c.team == team, person.c.user == user)).scalar()
    return found or ""


def sending(tx: Tx, team: str, post_id: int) -> None:
    """Committed before the call: after a crash it is known that Slack may have it."""
    tx.conn.execute(
        sa.update(post)
        .where(post.c.team == team, post.c.id == post_id, post.c.state == "pending")
        .values(state="sending")
    )


def pending(tx: Tx, team: str, post_id: int) -> None:
    """Slack certainly does not have it: it may be sent again."""
    tx.conn.execute(sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state="pending"))


def sent(tx: Tx, team: str, post_id: int, place: Place) -> None:
    row = tx.conn.execute(
        sa.update(post)
        .where(post.c.team == team, post.c.id == post_id)
        .values(state="sent", channel=place.channel, ts=place.ts or "", sent_at=tx.now)
        .returning(post.c.surface, post.c.subject, post.c.owner)
    ).one()
    tx.note(team, row.owner or place.channel, "posted", f"P-{post_id}", became=row.surface, why=row.subject)


def withdrawn(tx: Tx, team: str, post_id: int) -> None:
    """It has nothing to say any more, and was never in Slack."""
    tx.conn.execute(sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state="withdrawn"))


def unknown(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Slack may have it. It is never said again silently; its owner is told."""
    tx.conn.execute(
        sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state="unknown", error=why[:300])
    )
    tx.note(team, "", "post unknown", f"P-{post_id}", why=why[:300])
    _tell(tx, team, post_id, "unknown")


def failed(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Slack will not take it; its owner is told."""
    tx.conn.execute(
        sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state="failed", error=why[:300])
    )
    tx.note(team, "", "post failed", f"P-{post_id}", why=why[:300])
    _tell(tx, team, post_id, "failed")


def _tell(tx: Tx, team: str, post_id: int, state: str) -> None:
    row = tx.conn.execute(sa.select(post).where(post.c.team == team, post.c.id == post_id)).one()
    if row.channel and row.owner and row.surface != "undelivered":
        put_post(tx, team, "undelivered", post_id, owner=row.owner)


def tell_admins(tx: Tx, team: str, said: str, about: str) -> bool:
    """What only who runs the installation can mend, to each administrator once a day; whether there is any.

    Args:
        about: what is broken; what was said of it today is not said again in other words.
    """
    told = hashlib.sha256(about.encode()).hexdigest()[:16]
    for admin in sorted(tx.terms.policy.admins):
        key = f"admin:{admin}:{tx.now:%Y-%m-%d}:{told}"
        with contextlib.suppress(Duplicate):
            tx.once(team, key, kept={"text": said, "plain": True})
            put_post(tx, team, "line", key, owner=admin)
    return bool(tx.terms.policy.admins)


def redrawn(tx: Tx, team: str, post_id: int) -> None:
    """The message was redrawn through its response_url: the promise that stood behind the click is kept."""
    tx.jobs.cancel(tx.conn, team, "redraw", f"{post_id}:click")


def redraw_soon(tx: Tx, team: str, place: Place) -> None:
    """Promise an update of the message at a place."""
    found = find_at(tx, team, place)
    if found is not None:
        tx.promise(team, "redraw", found.id, queue="slack", once=True)


def _post(row: Any) -> Post:
    return Post(
        row.id,
        row.team,
        row.key,
        row.surface,
        row.subject,
        row.channel,
        row.thread,
        row.owner,
        row.state,
        row.ts,
        row.error,
        row.made_at,
    )
