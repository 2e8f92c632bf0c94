"""The list of a person's streams, with what waits in each."""

import sqlalchemy as sa

from storage.ledger import access
from storage.ledger.core.ledger import Read
from storage.ledger.shelf.waiting import ripe, undecided
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
    (running, open_), waits = _under_way(read, claim), _waits(read, claim)
    listed = [
        Listed(
            stream=one,
            waiting=waits.get(one.id, (0, 0))[0],
            later=waits.get(one.id, (0, 0))[1],
            running=running.get(one.id, 0),
            open=open_.get(one.id, 0),
        )
        for one in map(stream_of, read.conn.execute(streams_of(claim)).all())
    ]
    return tuple(sorted(listed, key=lambda one: (one.stream.is_closed, -one.waiting, one.stream.name.lower())))


def _under_way(read: Read, claim: Claim) -> tuple[dict[int, int], dict[int, int]]:
    """Return by stream how many of a person's tasks run, and how many are open."""
    count = sa.func.count()
    mine = party(claim.team, claim.user), task.c.stream_id.is_not(None), task.c.state.not_in(CLOSED)
    rows = read.conn.execute(
        sa.select(task.c.stream_id, task.c.state, count).where(*mine).group_by(task.c.stream_id, task.c.state)
    ).all()
    running, open_ = dict[int, int](), dict[int, int]()
    for stream_id, state, number in rows:
        open_[stream_id] = open_.get(stream_id, 0) + number
        running[stream_id] = running.get(stream_id, 0) + (number if state == State.WORKING else 0)
    return running, open_


def _waits(read: Read, claim: Claim) -> dict[int, tuple[int, int]]:
    """Return by stream how much waits for a person's decision, and how much of that they put off."""
    of_task = sa.and_(task.c.id == item.c.task_id, task.c.team == item.c.team)
    later = sa.func.count(sa.case((~ripe(read), 1)))
    mine = *undecided(claim.team, claim.user), task.c.stream_id.is_not(None)
    query = sa.select(task.c.stream_id, sa.func.count(), later).join_from(item, task, of_task).where(*mine)
    rows = read.conn.execute(query.group_by(task.c.stream_id)).all()
    return {stream_id: (count, put_off) for stream_id, count, put_off in rows}
