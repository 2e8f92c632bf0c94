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
from storage.ledger.series.changing import change
from storage.ledger.series.kept import find, rule_of
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
    target = find(tx, team, id=series_id)
    if target is None or target.state is not SeriesState.ACTIVE or target.next_at is None or target.next_at > tx.wall:
        return None
    owner = people.look_up(tx, team, target.assigner)
    coming = next_run(from_json(rule_of(tx, target)), tx.wall, owner.zone or tx.terms.zone)
    claimed = series.c.team == team, series.c.id == series_id, series.c.next_at == target.next_at
    if tx.conn.execute(sa.update(series).where(*claimed).values(next_at=coming)).rowcount != 1:
        return None
    if owner.actor.outside not in MAY_COME:
        _end(tx, target, "who assigned it is not in this workspace any more.", target.reviewer)
        return None
    if open_run(tx, target) is not None:
        missed = " ".join(at.isoformat() for at in (*target.left_out, target.next_at))
        change(tx, target, left_out=missed)
        tx.note(team, "", Happening.LEFT_OUT, target.name, became=target.next_at.isoformat())
        return None
    try:
        return make_run(tx, target, owner, target.next_at)
    except Refused as refusal:
        _end(tx, target, refusal.why, target.assigner)
        return None


def put_off(tx: Tx, team: str, series_id: int, after: timedelta) -> None:
    """Let a run that could not be made be due again a while later."""
    mine = series.c.team == team, series.c.id == series_id, series.c.state == SeriesState.ACTIVE
    tx.conn.execute(sa.update(series).where(*mine).values(next_at=tx.wall + after))


def make_run(tx: Tx, target: Series, owner: Person, at: datetime) -> Task:
    """Make the next run of a repetition.

    Args:
        at: when it was due.

    Raises:
        Refused: its reviewer can't decide any more.
    """
    reviewer = reviewer_of(tx, target.team, owner, target.reviewer)
    zone, run = owner.zone or tx.terms.zone, target.runs + 1
    new_task, _ = make(
        tx,
        Order(
            owner=owner,
            reviewer=reviewer,
            brief=_brief_of_run(tx, target, reviewer, at, zone),
            place=target.place,
            origin=Origin.REPETITION,
            series_id=target.id,
            series_number=target.number,
            run=run,
        ),
    )
    change(tx, target, runs=run, left_out="")
    return new_task


def _brief_of_run(read: Read, target: Series, reviewer: Person, at: datetime, zone: str) -> Brief:
    """The series' words, with the run's day; it is due when the collection comes that it is meant for."""
    local = at.astimezone(ZoneInfo(zone))
    title = told_apart(target.brief.title, f"{local:%a} {local.day} {local:%b}")
    return replace(
        target.brief, title=title, due=people.next_time(read, reviewer), told=_told_of_left_out(read, target, zone)
    )


def _told_of_left_out(read: Read, target: Series, zone: str) -> str:
    last = last_run(read, target) if target.left_out else None
    if last is None:
        return ""
    of_last = task.c.team == target.team, task.c.id == last.id
    decided = read.conn.execute(sa.select(task.c.changed_at).where(*of_last)).scalar_one()
    return left_out(target.left_out, last.created_at, decided, zone)


def last_run(read: Read, target: Series) -> Task | None:
    """Return the newest task of a series; None where it has made none."""
    mine = task.c.team == target.team, task.c.series_id == target.id
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.run.desc()).limit(1)).first()
    return None if row is None else task_of(row)


def open_run(read: Read, target: Series) -> Task | None:
    """Return a run that is not decided yet; None where all are."""
    mine = task.c.team == target.team, task.c.series_id == target.id, task.c.state.not_in(CLOSED)
    row = read.conn.execute(tasks().where(*mine).order_by(task.c.run.desc()).limit(1)).first()
    return None if row is None else task_of(row)


def _end(tx: Tx, target: Series, why: str, tell: str) -> None:
    """End a repetition that can't go on, and tell the person who can begin it anew; an administrator where it is
    nobody's any more."""
    change(tx, target, state=SeriesState.STOPPED, next_at=None)
    tx.note(target.team, "", Happening.STOP_REPEATING, target.name, why=why)
    text = STOPPED.format(name=target.name, title=target.brief.title, why=why)
    person = people.find(tx, target.team, tell)
    if person is None or person.actor.outside is not None:
        tell_admins(tx, target.team, text, target.name)
        return
    key = f"series:{target.id}:end"
    with contextlib.suppress(Duplicate):
        tx.once(target.team, key, kept={"text": text, "plain": True})
        put_post(tx, target.team, PostKind.LINE, key, owner=tell)
