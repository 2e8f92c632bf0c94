"""What the owner of a stream does with it: close, open, share."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.messages.saying import say
from storage.ledger.streams.coming_again import coming_again
from storage.ledger.streams.owning import change_stream, owned
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.values.stream import Stream
from storage.tables import task


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
    again = coming_again(tx, target, claim.user)
    return target, count, tuple(one.name for one in again if one.next_at is not None)


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
