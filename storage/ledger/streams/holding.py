"""A stream is held: no task of it starts until it goes on."""

import sqlalchemy as sa

from storage.ledger.core.ledger import Tx
from storage.ledger.streams.owning import change_stream, owned
from storage.ledger.work.gate import release
from storage.rules.authority import Action, Claim
from storage.rules.happenings import Happening
from storage.rules.values.stream import Stream
from storage.rules.values.task import State
from storage.tables import task


def hold(tx: Tx, claim: Claim, text: str) -> Stream:
    """Let no more task of a stream start; what runs goes on.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    if not target.stopped_by:
        change_stream(tx, target, stopped_by=claim.user)
        tx.note(claim.team, claim.user, Happening.HOLD_STREAM, f"S-{target.id}", why=target.name)
    return target


def go_on(tx: Tx, claim: Claim, text: str) -> tuple[Stream, int]:
    """Let a stream's tasks start again; return the stream, and how many started.

    Raises:
        Refused: it is not theirs.
    """
    target = owned(tx, claim, text, Action.STREAM)
    change_stream(tx, target, stopped_by="")
    tx.note(claim.team, claim.user, Happening.GO_ON_STREAM, f"S-{target.id}", why=target.name)
    return target, release_stream(tx, target)


def release_stream(tx: Tx, the_stream: Stream) -> int:
    """Start what waited in a stream, as far as there is room; return how many started."""
    waits = task.c.team == the_stream.team, task.c.stream_id == the_stream.id, task.c.state == State.WAITING
    reviewers = tx.conn.execute(sa.select(task.c.reviewer).where(*waits).distinct()).scalars().all()
    return sum(len(release(tx, the_stream.team, reviewer)) for reviewer in sorted(reviewers))
