"""What the owner of a stream does with it: close, open, share."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from storage.ledger.core.ledger import Read, Tx
from storage.ledger.messages.saying import say
from storage.ledger.streams.owning import change_stream, owned
from storage.ledger.work.filing import slug
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.values.series import SeriesKind, SeriesState
from storage.rules.values.stream import Stream
from storage.tables import series, task


def close(tx: Tx, claim: Claim, text: str) -> tuple[Stream, int, tuple[str, ...]]:
    """Close a stream; return it, how many tasks of it go on, and the names of what comes again in it. The next task
    that is filed under it opens it again.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    change_stream(tx, target, closed_at=tx.now)
    tx.note(claim.team, claim.user, Happening.CLOSE_STREAM, f"S-{target.id}", why=target.name)
    open_tasks = task.c.team == claim.team, task.c.stream_id == target.id, task.c.state.not_in(CLOSED)
    count = tx.conn.execute(sa.select(sa.func.count()).where(*open_tasks)).scalar_one()
    return target, count, _again(tx, target, claim.user)


def _again(read: Read, target: Stream, user: str) -> tuple[str, ...]:
    """Return the names of what comes again in a stream and a person assigned: the others are not theirs to stop."""
    again = series.c.kind == SeriesKind.REPETITION, series.c.state == SeriesState.ACTIVE
    query = sa.select(series.c.number, series.c.brief)
    rows = read.conn.execute(query.where(series.c.team == target.team, series.c.assigner == user, *again))
    return tuple(f"T-{row.number}" for row in rows if _is_for(target, row.brief))


def _is_for(target: Stream, brief: Mapping[str, Any]) -> bool:
    """Whether what a brief makes is filed under a stream: by its channel, else by its name."""
    channel, name = brief.get("stream_channel"), brief.get("stream")
    return bool(channel == target.channel if channel else name and slug(name) == slug(target.name))


def reopen(tx: Tx, claim: Claim, text: str) -> Stream:
    """Open a closed stream again.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    change_stream(tx, target, closed_at=None)
    tx.note(claim.team, claim.user, Happening.OPEN_STREAM, f"S-{target.id}", why=target.name)
    return target


def share(tx: Tx, claim: Claim, text: str, channel: str) -> Stream:
    """Have tasks that are assigned from now on shown in a channel, which is told so; what is there already is not.

    Args:
        channel: the person is in it; '' to share it with none.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    if target.shown_in == channel:
        return target
    change_stream(tx, target, shown_in=channel)
    tx.note(claim.team, claim.user, Happening.SHARE_STREAM, f"S-{target.id}", was=target.shown_in, became=channel)
    if channel:
        told = f"<@{claim.user}> shares a stream here: what is assigned for it from now on is seen in this channel."
        say(tx, claim.team, claim.user, channel, thread="", text=told)
    return target
