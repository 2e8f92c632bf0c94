"""The runs of repetitions come due: each is claimed once, made once, or left out while the last one is undecided."""

import contextlib
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from storage.ledger import people
from storage.ledger.core.ledger import Duplicate, Read, Tx
from storage.ledger.messages.posting import put_post, tell_admins
from storage.ledger.rows import task_of, tasks
from storage.ledger.series.kept import change, find, rule_of
from storage.ledger.work.making import Order, make, reviewer_of
from storage.rules.authority import Subject
from storage.rules.happenings import Happening
from storage.rules.lifecycle import CLOSED
from storage.rules.people import Person
from storage.rules.posts import PostKind
from storage.rules.refusal import Refused
from storage.rules.repetition import from_json, left_out, next_run
from storage.rules.values.brief import Brief
from storage.rules.values.series import Series, SeriesState
from storage.rules.values.task import Origin, Task
from storage.rules.words import told_apart
from storage.tables import series, task, workspace

MAY_COME = (None, Subject.NOT_KNOWN)  # who assigned it is a full member, or will perhaps be known as one
STOPPED = "{name} “{title}” does not come again: {why} Assign it anew to go on with it."


def due_series(read: Read) -> list[tuple[str, int]]:
    """Return (team, series) of each repetition that is due by the wall clock, the longest due first."""
    here = workspace.c.team == series.c.team, workspace.c.uninstalled_at.is_(None)
    rows = read.conn.execute(
        sa.select(series.c.team, series.c.id)
        .join_from(series, workspace, sa.and_(*here))
        .where(series.c.state == SeriesState.ACTIVE, series.c.next_at <= read.wall)
        .order_by(series.c.next_at)
    )
    return [(row.team, row.id) for row in rows]


def next_due(read: Read) -> datetime | None:
    """Return when the next run of any workspace is due, by the wall clock; None when there is none."""
    here = workspace.c.team == series.c.team, workspace.c.uninstalled_at.is_(None)
    query = sa.select(sa.func.min(series.c.next_at)).join_from(series, workspace, sa.and_(*here))
    return read.conn.execute(query.where(series.c.state == SeriesState.ACTIVE)).scalar()


def run_due(tx: Tx, team: str, series_id: int) -> Task | None:
    """Make the run that is due, and set the time of the next one; return None where nothing is due any more, the last
    run is undecided, or the series ends. However many runs were slept through, one stands for all."""
    found = find(tx, team, id=series_id)
    if found is None or found.state is not SeriesState.ACTIVE or found.next_at is None or found.next_at > tx.wall:
        return None
    owner = people.look_up(tx, team, found.assigner)
    coming = next_run(from_json(rule_of(tx, found)), tx.wall, owner.zone or tx.terms.zone)
    claimed = series.c.team == team, series.c.id == series_id, series.c.next_at == found.next_at
    if tx.conn.execute(sa.update(series).where(*claimed).values(next_at=coming)).rowcount != 1:
        return None
    if owner.actor.outside not in MAY_COME:
        _end(tx, found, "who assigned it is not in this workspace any more.", found.reviewer)
        return None
    if open_run(tx, found) is not None:
        missed = " ".join(at.isoformat() for at in (*found.left_out, found.next_at))
        change(tx, found, left_out=missed)
        tx.note(team, "", Happening.LEFT_OUT, found.name, became=found.next_at.isoformat())
        return None
    try:
        return make_run(tx, found, owner, found.next_at)
    except Refused as refusal:
        _end(tx, found, refusal.why, found.assigner)
        return None


def put_off(tx: Tx, team: str, series_id: int, after: timedelta) -> None:
    """Let a run that could not be made be due again a while later."""
    mine = series.c.team == team, series.c.id == series_id, series.c.state == SeriesState.ACTIVE
    tx.conn.execute(sa.update(series).where(*mine).values(next_at=tx.wall + after))


def make_run(tx: Tx, found: Series, owner: Person, at: datetime) -> Task:
    """Make the next run of a repetition.

    Args:
        at: when it was due.

    Raises:
        Refused: its reviewer can't decide any more.
    """
    reviewer = reviewer_of(tx, found.team, owner, found.reviewer)
    zone, run = owner.zone or tx.terms.zone, found.runs + 1
    new_task, _ = make(
        tx,
        Order(
            owner=owner,
            reviewer=reviewer,
            brief=_brief_of_run(tx, found, reviewer, at, zone),
            place=found.place,
            origin=Origin.REPETITION,
            series_id=found.id,
            series_number=found.number,
            run=run,
        ),
    )
    change(tx, found, runs=run, left_out="")
    return new_task


def _brief_of_run(read: Read, found: Series, reviewer: Person, at: datetime, zone: str) -> Brief:
    """The series' words, with the run's day; it is due when the collection comes that it is meant for."""
    local = at.astimezone(ZoneInfo(zone))
    title = told_apart(found.brief.title, f"{local:%a} {local.day} {local:%b}")
    return replace(
        found.brief, title=title, due=people.next_time(read, reviewer), told=_told_of_left_out(read, found, zone)
    )


def _told_of_left_out(read: Read, found: Series, zone: str) -> str:
    last = last_run(read, found) if found.left_out else None
    if last is None:
        return ""
    of_last = task.c.team == found.team, task.c.id == last.id
    decided = read.conn.execute(sa.select(task.c.changed_at).where(*of_last)).scalar_one()
    return left_out(found.left_out, last.created_at, decided, zone)


def last_run(read: Read, found: Series) -> Task | None:
    """Return the newest task of a series; None where it has made none."""
    mine = task.c.team == found.team, task.c.series_id == found.id
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.run.desc()).limit(1)).first()
    return None if row is None else task_of(row)


def open_run(read: Read, found: Series) -> Task | None:
    """Return a run that is not decided yet; None where all are."""
    mine = task.c.team == found.team, task.c.series_id == found.id, task.c.state.not_in(CLOSED)
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.run.desc()).limit(1)).first()
    return None if row is None else task_of(row)


def _end(tx: Tx, found: Series, why: str, tell: str) -> None:
    """End a repetition that can't go on, and tell the person who can begin it anew; an administrator where it is
    nobody's any more."""
    change(tx, found, state=SeriesState.STOPPED, next_at=None)
    tx.note(found.team, "", Happening.STOP_REPEATING, found.name, why=why)
    text = STOPPED.format(name=found.name, title=found.brief.title, why=why)
    known = people.find(tx, found.team, tell)
    if known is None or known.actor.outside is not None:
        tell_admins(tx, found.team, text, found.name)
        return
    key = f"series:{found.id}:end"
    with contextlib.suppress(Duplicate):
        tx.once(found.team, key, kept={"text": text, "plain": True})
        put_post(tx, found.team, PostKind.LINE, key, owner=tell)
