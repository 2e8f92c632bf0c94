"""The list of a person's streams, with what waits in each."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import undecided
from storage.ledger.streams.stream_rows import stream_of
from storage.ledger.streams.taking_part import party, streams_of
from storage.rules.authority import Action, Claim
from storage.rules.lifecycle import CLOSED
from storage.rules.pages.streams import Listed
from storage.rules.values.task import State
from storage.tables import item, task


def list_streams(read: Read, claim: Claim) -> tuple[Listed, ...]:
    """Return a person's streams: what waits for them first, then by name, those that are closed last.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    running, open_, waiting = _counts(read, claim)
    listed = [
        Listed(stream=one, waiting=waiting.get(one.id, 0), running=running.get(one.id, 0), open=open_.get(one.id, 0))
        for one in map(stream_of, read.conn.execute(streams_of(claim)).all())
    ]
    return tuple(sorted(listed, key=lambda one: (one.stream.is_closed, -one.waiting, one.stream.name.lower())))


def _counts(read: Read, claim: Claim) -> tuple[dict[int, int], dict[int, int], dict[int, int]]:
    """Return by stream how many of a person's tasks run and are open, and how much waits for their decision."""
    count = sa.func.count()
    mine = party(claim.team, claim.user), task.c.stream_id.is_not(None), task.c.state.not_in(CLOSED)
    rows = read.conn.execute(
        sa.select(task.c.stream_id, task.c.state, count).where(*mine).group_by(task.c.stream_id, task.c.state)
    ).all()
    running, open_ = dict[int, int](), dict[int, int]()
    for stream_id, state, number in rows:
        open_[stream_id] = open_.get(stream_id, 0) + number
        running[stream_id] = running.get(stream_id, 0) + (number if state == State.WORKING else 0)
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    waits = sa.select(task.c.stream_id, count).join_from(item, task, of_task).where(*undecided(claim.team, claim.user))
    waiting = read.conn.execute(waits.where(task.c.stream_id.is_not(None)).group_by(task.c.stream_id))
    return running, open_, dict(tuple(row) for row in waiting)
