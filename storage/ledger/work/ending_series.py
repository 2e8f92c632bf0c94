"""A repetition that can't go on ends, and who can begin it anew is told."""

import contextlib

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Tx
from storage.ledger.messages.posting import put_post, tell_admins
from storage.rules.happenings import Happening
from storage.rules.posts import PostKind
from storage.rules.values.series import SeriesState
from storage.rules.values.task import name_of
from storage.rules.values.worker import WorkerKind
from storage.tables import series

STOPPED = "{name} “{title}” does not come again: {why} Assign it anew to go on with it."


def end_series(tx: Tx, team: str, series_id: int, why: str) -> None:
    """End a repetition that can't go on, and tell who assigned it; an administrator where that is nobody any more."""
    mine = series.c.team == team, series.c.id == series_id, series.c.state != str(SeriesState.STOPPED)
    ended = sa.update(series).where(*mine).values(state=SeriesState.STOPPED, next_at=None, changed_at=tx.now)
    row = tx.conn.execute(ended.returning(series.c.number, series.c.title, series.c.assigner)).first()
    if row is None:
        return
    name = name_of(row.number, 0)
    tx.note(team, "", Happening.STOP_REPEATING, name, why=why)
    text = STOPPED.format(name=name, title=row.title, why=why)
    person = people.find(tx, team, row.assigner)
    if person is None or person.actor.outside is not None:
        tell_admins(tx, team, text, name)
        return
    key = f"series:{series_id}:end"
    with contextlib.suppress(Duplicate):
        tx.once(team, key, kept={"text": text, "plain": True})
        put_post(tx, team, PostKind.LINE, key, owner=row.assigner)


def end_series_of(tx: Tx, team: str, worker: str, why: str) -> None:
    """End the repetitions that a colleague works on, who can't any more: they make no run that nobody would do."""
    open_ones = series.c.team == team, series.c.state.in_([str(SeriesState.ACTIVE), str(SeriesState.PAUSED)])
    for row in tx.conn.execute(sa.select(series.c.id, series.c.brief).where(*open_ones).order_by(series.c.id)).all():
        if row.brief["worker"] == {"kind": str(WorkerKind.PERSON), "name": worker}:
            end_series(tx, team, row.id, why)
