"""The outbox: what is to be said in Slack, said once. A post names a surface and is rendered when it is sent."""

import contextlib
import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Duplicate, Read, Tx, new_key
from storage.prepared import Statement, insert
from storage.rules.delivery import is_person
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.pages.messages import Post
from storage.rules.posts import ASKED_FOR, PostKind, PostState
from storage.rules.values.place import Place
from storage.rules.words import clean
from storage.tables import person, post

LATEST = 500  # messages of a conversation among which the last one of a thread is looked for
_LETTERS = "A"  # the ts of a message has only digits and a dot; what Slack calls a file begins with a letter
_NEW = insert(
    post, "team", "key", "channel", "thread", "surface", "subject", "state", "owner", "made_at", returning="id"
)
HURRY = -10  # the priority of an answer: before messages to other conversations


def reader_of(row: Post) -> str:
    """Return whose direct messages a post is for: of the person who stands in the place of its channel, else of its
    owner; '' for one in a channel."""
    if row.channel:
        return row.channel if is_person(row.channel) else ""
    return row.owner


def put_post(
    tx: Tx,
    team: str,
    kind: PostKind,
    subject: object,
    *,
    channel: str = "",
    thread: str = "",
    owner: str = "",
    in_order: bool = True,
) -> int:
    """Promise a message in this transaction, to a channel or to the owner's direct messages; return its id.

    Args:
        in_order: it waits for what was promised there before.
    """
    (made,) = _NEW(
        tx.conn,
        {
            "team": team,
            "key": new_key(),
            "channel": channel,
            "thread": thread,
            "surface": kind,
            "subject": str(subject),
            "state": PostState.PENDING,
            "owner": owner,
            "made_at": tx.now,
        },
    )
    lock = f"{team}:{channel or owner}" if in_order else None
    tx.promise(team, JobKind.POST, made, lock=lock, priority=HURRY if kind in ASKED_FOR else 0)
    return int(made)


@Statement
def _by_id(team: str, post_id: int) -> sa.Select[Any]:
    return sa.select(post).where(post.c.team == team, post.c.id == post_id)


def find_post(read: Read, team: str, post_id: int) -> Post | None:
    """Return a post by its id; None when there is none."""
    row = _by_id.first(read.conn, team, post_id)
    return None if row is None else post_of(row)


def get_post(read: Read, team: str, post_id: int) -> Post:
    """Return a post that is known to be there."""
    known = find_post(read, team, post_id)
    assert known is not None
    return known


def by_key(read: Read, team: str, key: str) -> Post | None:
    """Return the post with a random key, as a button carries it."""
    row = read.conn.execute(sa.select(post).where(post.c.team == team, post.c.key == key)).first()
    return None if row is None else post_of(row)


def failed_in(read: Read, team: str, channel: str) -> list[Post]:
    """Return what Slack did not take in a channel, oldest first."""
    where = post.c.team == team, post.c.channel == channel, post.c.state == PostState.FAILED
    return [post_of(row) for row in read.conn.execute(sa.select(post).where(*where).order_by(post.c.id)).all()]


@Statement
def _at(team: str, channel: str, ts: str) -> sa.Select[Any]:
    return sa.select(post).where(post.c.team == team, post.c.channel == channel, post.c.ts == ts)


def find_at(read: Read, team: str, place: Place) -> Post | None:
    """Return our message at a place in Slack; None when there is none."""
    row = _at.first(read.conn, team, place.channel, place.ts or "-")
    return None if row is None else post_of(row)


def newest(read: Read, team: str, place: Place, kind: PostKind | None = None) -> Post | None:
    """Return the last message of ours in a conversation, or in a thread with the message that it stands under.

    Only the latest messages of the conversation are looked at, in Slack's order: this is asked for each yes and no.

    Args:
        kind: the only one that counts; None for any.
    """
    here = post.c.team == team, post.c.channel == place.channel, post.c.ts < _LETTERS
    latest = sa.select(post).where(*here).order_by(post.c.ts.desc()).limit(LATEST).subquery()
    last = latest.c
    mine = [last.state == PostState.SENT, last.thread == (place.ts or "")] + ([last.surface == kind] if kind else [])
    row = read.conn.execute(sa.select(latest).where(*mine).order_by(last.ts.desc()).limit(1)).first()
    if row is not None or not place.ts:
        return None if row is None else post_of(row)
    above = find_at(read, team, place)
    return above if above is not None and above.state == PostState.SENT and kind in (None, above.kind) else None


def dm_of(read: Read, team: str, user: str) -> str:
    """Return the channel of a person's direct messages; '' while it is not known."""
    found = _dm.first(read.conn, team, user)
    return found.dm or "" if found is not None else ""


@Statement
def _dm(team: str, user: str) -> sa.Select[Any]:
    return sa.select(person.c.dm).where(person.c.team == team, person.c.user == user)


@Statement
def _sending(team: str, post_id: int, file_id: str) -> sa.Executable:
    mine = post.c.team == team, post.c.id == post_id, post.c.state == str(PostState.PENDING)
    return sa.update(post).where(*mine).values(state=str(PostState.SENDING), ts=file_id).returning(post.c.id)


def mark_sending(tx: Tx, team: str, post_id: int, file_id: str = "") -> bool:
    """Note, before the call, that Slack may have a post from now on; return False where another process was faster.

    Args:
        file_id: of an uploaded file that is about to be shown; it stands in the place of a message's ts.
    """
    return _sending.first(tx.conn, team, post_id, file_id) is not None


def take_back(tx: Tx, team: str, post_id: int, file_id: str) -> None:
    """Note that Slack refused what was begun, as long as no other process sends the post by now.

    Args:
        file_id: as it was begun with; '' for a message.
    """
    mine = post.c.team == team, post.c.id == post_id, post.c.state == PostState.SENDING, post.c.ts == file_id
    tx.conn.execute(sa.update(post).where(*mine).values(state=PostState.PENDING, ts=""))


def mark_pending(tx: Tx, team: str, post_id: int) -> None:
    """Note that Slack certainly does not have a post: it may be sent again."""
    tx.conn.execute(
        sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state=PostState.PENDING, ts="")
    )


def mark_refused(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack did not take a post now; the post is kept and comes again."""
    values = {"state": PostState.PENDING, "ts": "", "error": why[:300]}
    tx.conn.execute(sa.update(post).where(post.c.team == team, post.c.id == post_id).values(values))
    tx.note(team, "", Happening.POST_REFUSED, f"P-{post_id}", why=why[:300])


def send_again(tx: Tx, row: Post, to: str = "") -> None:
    """Promise a post again, to its first place or to a person's direct messages, whose message it is then."""
    channel, thread = (dm_of(tx, row.team, to), "") if to else (row.channel, row.thread)
    owner = to or row.owner
    values = {
        "state": PostState.PENDING,
        "error": "",
        "ts": "",
        "channel": channel,
        "thread": thread,
        "made_at": tx.now,
    }
    mine = post.c.team == row.team, post.c.id == row.id
    tx.conn.execute(sa.update(post).where(*mine).values(values | {"owner": owner}))
    tx.promise(row.team, JobKind.POST, row.id, lock=f"{row.team}:{channel or owner}")


@Statement
def _sent(team: str, post_id: int, channel: str, ts: str, now: datetime) -> sa.Executable:
    mine = sa.update(post).where(post.c.team == team, post.c.id == post_id)
    sent = mine.values(state=str(PostState.SENT), channel=channel, ts=ts, sent_at=now, error="")
    return sent.returning(post)


def mark_sent(tx: Tx, team: str, post_id: int, place: Place) -> Post:
    """Note that Slack has a message, and where the message stands; return it as it is now."""
    sent = post_of(_sent.first(tx.conn, team, post_id, channel=place.channel, ts=place.ts or "", now=tx.now))
    tx.note(team, sent.owner or place.channel, Happening.POSTED, f"P-{post_id}", became=sent.kind, why=sent.subject)
    return sent


def mark_withdrawn(tx: Tx, team: str, post_id: int) -> None:
    """Note that a post has nothing to say any more, and was never in Slack."""
    tx.conn.execute(sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state=PostState.WITHDRAWN))


def mark_unknown(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack may have a post."""
    tx.conn.execute(
        sa.update(post)
        .where(post.c.team == team, post.c.id == post_id)
        .values(state=PostState.UNKNOWN, error=why[:300])
    )
    tx.note(team, "", Happening.POST_UNKNOWN, f"P-{post_id}", why=why[:300])


def mark_failed(tx: Tx, team: str, post_id: int, why: str) -> None:
    """Note that Slack will not take a post."""
    tx.conn.execute(
        sa.update(post).where(post.c.team == team, post.c.id == post_id).values(state=PostState.FAILED, error=why[:300])
    )
    tx.note(team, "", Happening.POST_FAILED, f"P-{post_id}", why=why[:300])


def tell_admins(tx: Tx, team: str, text: str, about: str) -> bool:
    """Tell each administrator once a day what only they can mend; return whether there is any administrator.

    Args:
        about: what is broken; what was said of it today is not said again in other words.
    """
    text, told = clean(text), hashlib.sha256(clean(about).encode()).hexdigest()[:16]
    for admin in sorted(tx.terms.policy.admins):
        key = f"admin:{admin}:{tx.now:%Y-%m-%d}:{told}"
        with contextlib.suppress(Duplicate):
            tx.once(team, key, kept={"text": text, "plain": True})
            put_post(tx, team, PostKind.LINE, key, owner=admin)
    return bool(tx.terms.policy.admins)


def redrawn(tx: Tx, team: str, post_id: int) -> None:
    """Withdraw the redraw that was promised behind a click: the message was redrawn through its response_url."""
    tx.jobs.cancel(tx.conn, team, JobKind.REDRAW, f"{post_id}:click")


def redraw_soon(tx: Tx, team: str, place: Place) -> None:
    """Promise an update of the message at a place."""
    the_post = find_at(tx, team, place)
    if the_post is not None:
        tx.promise(team, JobKind.REDRAW, the_post.id, once=True)


def post_of(row: Any) -> Post:
    """Return the post that a row of its table stands for."""
    return Post(
        id=row.id,
        team=row.team,
        key=row.key,
        kind=PostKind(row.surface),
        subject=row.subject,
        channel=row.channel,
        thread=row.thread,
        owner=row.owner,
        state=PostState(row.state),
        ts=row.ts,
        error=row.error,
        made_at=row.made_at,
    )
