"""One brief over many rows: offered with nothing started, tried with a few, started as the gate allows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.series.briefs import brief_as_json
from storage.ledger.series.changing import change, rewrite
from storage.ledger.series.finding import theirs
from storage.ledger.series.new import NewSeries, keep
from storage.ledger.series.passing_on import Successors, passed_on
from storage.ledger.series.series_rows import find, reread
from storage.ledger.work.asking_assigner import why_no_work
from storage.ledger.work.making import Order, make, reviewer_of
from storage.ledger.work.owing import check_colleague, tell
from storage.ledger.work.series_rows import row_tasks
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.brief import title_of
from storage.rules.happenings import Happening
from storage.rules.jobs import JobKind
from storage.rules.many_times import against_steps
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.rhythms import against
from storage.rules.rows_of import Row, brief_of_row, rows_for
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.rules.values.source import Source
from storage.rules.values.task import Origin
from storage.rules.words import split_long
from storage.tables import series, task

AT_ONCE = 25  # rows whose tasks are made in one transaction: nobody waits for hundreds
STOPPED = "{} was canceled. Assign it anew."
NAME_SOMEBODY = "Name somebody else with Edit, then start them."
GONE = "{} can't decide any more on “{}”, which comes after {}: {}"
NAME_ANOTHER = "name somebody else who decides, with Give to…"
ALL_STARTED = "All rows of {} were let in already: those that wait start as room is made."


def offer(
    tx: Tx,
    claim: Claim,
    brief: Brief,
    place: Place,
    key: str | None = None,
    profiles: Mapping[str, Profile] = MappingProxyType({}),
) -> Series:
    """Keep a brief and the rows that it goes over; nothing starts before somebody says so. The next step of the brief
    comes after all of the rows: its task is made with the last of theirs.

    Args:
        profiles: what Slack said just now of colleagues who are to do it, where they were not known, by their ids.

    Raises:
        Refused: they may not, or there are no rows that can be gone over.
        Duplicate: Slack sent this before; its subject is the key of the series.
    """
    owner = access.person(tx, claim, Action.ASSIGN)
    reviewer = reviewer_of(tx, claim.team, owner, brief.reviewer, profiles)
    if why := against(brief.again, None, brief.each):
        raise Refused(why)
    if why := against_steps(brief):
        raise Refused(why, wrong="after" if brief.after else "again")
    check_colleague(tx, owner, brief, reviewer, profiles)
    rows = rows_for(brief)
    _check_clear(brief, rows)
    then = _then(tx, owner, next(iter(brief.then), None), profiles)
    tx.once(claim.team, key, series_key := new_key())
    return keep(
        tx,
        NewSeries(
            kind=SeriesKind.ROWS,
            state=SeriesState.OFFERED,
            owner=owner,
            reviewer=reviewer,
            brief=brief,
            place=place,
            key=series_key,
            rule={"file": "" if brief.each else _file_of(brief), "then": then},
            rows=[[list(column) for column in row.columns] for row in rows],
        ),
    )


def _then(tx: Tx, owner: Person, then: Brief | None, profiles: Mapping[str, Profile]) -> Mapping[str, Any] | None:
    """Return what comes after all rows, as it is kept.

    Raises:
        Refused: its reviewer can't decide, or its colleague can't do it.
    """
    if then is None:
        return None
    reviewer = reviewer_of(tx, owner.team, owner, then.reviewer, profiles)
    check_colleague(tx, owner, then, reviewer, profiles)
    return brief_as_json(then, reviewer.user)


def _check_clear(brief: Brief, rows: Sequence[Row]) -> None:
    """Check that the brief says what should come back for a row.

    Raises:
        Refused: nobody could tell what should come back for a row.
    """
    if missing := clarity.missing(brief_of_row(brief, rows[0], 1)):
        raise Refused(missing)


def _file_of(brief: Brief) -> str:
    return next((s.name for s in brief.sources if s.name.lower().endswith((".csv", ".tsv", ".xlsx"))), "")


def rows_of(read: Read, target: Series) -> tuple[Row, ...]:
    """Return the rows that a series goes over."""
    mine = series.c.team == target.team, series.c.id == target.id
    content: Sequence[Sequence[Sequence[str]]] = read.conn.execute(sa.select(series.c.rows).where(*mine)).scalar() or ()
    return tuple(Row(tuple((name, value) for name, value in columns)) for columns in content)


def start(tx: Tx, claim: Claim, key: str, count: int | None = None, dedup: str | None = None) -> Series:
    """Make the tasks of the next rows; each starts as the gate allows.

    Args:
        count: how many rows; None for all that are left.

    Raises:
        Refused: it is not theirs, canceled, or all have started.
        Duplicate: Slack sent this before.
    """
    target = open_list(tx, claim, Action.EDIT, key)
    rows = rows_of(tx, target)
    if target.state is SeriesState.ACTIVE or target.runs >= len(rows):
        raise Refused(ALL_STARTED.format(target.name))
    if count is not None and target.runs:
        raise Refused(f"{target.runs} of {target.name} have started already. Look at them, then start all.")
    if why := _why_not(tx, target):
        raise Refused(why)
    tx.once(claim.team, dedup, key)
    tx.note(claim.team, claim.user, Happening.START_ROWS, target.name, became=str(count or len(rows)))
    if count is None:
        change(tx, target, state=SeriesState.ACTIVE)
        target = reread(tx, target)
    _make(tx, target, rows, min(count or AT_ONCE, AT_ONCE))
    return reread(tx, target)


def go_on(tx: Tx, team: str, series_id: int) -> None:
    """Make the tasks of the next rows of a list that was started; the job that each part promises makes the next."""
    target = find(tx, team, id=series_id)
    if target is None or target.state is not SeriesState.ACTIVE:
        return
    if why := _why_not(tx, target):  # the rest waits for its assigner, who may name somebody else
        change(tx, target, state=SeriesState.OFFERED)
        tell(tx, team, target.assigner, f"The rest of {target.name} has not started: {why}")
        return
    _make(tx, target, rows_of(tx, target), AT_ONCE)


def _why_not(tx: Tx, target: Series) -> str:
    """Return why the rows that are left can't start: nobody can work on them, or decide; with the way out."""
    worker = target.brief.worker
    why = why_no_work(tx, target.team, worker.name, target.assigner) if worker.is_person else ""
    try:
        reviewer_of(tx, target.team, people.look_up(tx, target.team, target.assigner), target.reviewer)
    except Refused as no:
        why = why or no.why
    return f"{why} {NAME_SOMEBODY}" if why else ""


def _make(tx: Tx, target: Series, rows: Sequence[Row], count: int) -> None:
    """Make the tasks of the next rows, and promise the rest where all were started.

    Raises:
        Refused: its reviewer can't decide any more.
    """
    owner = people.look_up(tx, target.team, target.assigner)
    reviewer = reviewer_of(tx, target.team, owner, target.reviewer)
    last = min(len(rows), target.runs + count)
    if last == target.runs:  # a job that came twice
        return
    for number, row in enumerate(rows[target.runs : last], target.runs + 1):
        order = Order(
            owner=owner,
            reviewer=reviewer,
            brief=brief_of_row(target.brief, row, number),
            place=target.place,
            origin=Origin.ROW,
            series_id=target.id,
            series_number=target.number,
            run=number,
        )
        make(tx, order)
    change(tx, target, runs=last)
    if target.state is SeriesState.ACTIVE and last < len(rows):
        tx.promise(target.team, JobKind.ROWS, target.id, once=True)
    elif last == len(rows) and target.then is not None:
        _make_after(tx, target, target.then, owner)


def _make_after(tx: Tx, target: Series, then: Brief, owner: Person) -> None:
    """Make the task that comes after all rows."""
    reviewer = _decider(tx, target, then, owner)
    after = row_tasks(tx, target.team, target.number)
    brief = replace(then, runs_shown_in=target.brief.runs_shown_in)
    order = Order(owner=owner, reviewer=reviewer, brief=brief, place=target.place, after=after, origin=Origin.CHAIN)
    make(tx, order)
    tx.promise(target.team, JobKind.ADVANCE, after[-1].id)  # all may be decided already


def _decider(tx: Tx, target: Series, then: Brief, owner: Person) -> Person:
    """Return who decides on what comes after all rows: its owner, who is told, where its reviewer can't any more."""
    try:
        return reviewer_of(tx, target.team, owner, then.reviewer)
    except Refused:
        now = NAME_ANOTHER if tx.terms.policy.four_eyes else "you do now."
        tell(tx, target.team, owner.user, GONE.format(f"<@{then.reviewer}>", then.title, target.name, now))
        return owner


def edit(
    tx: Tx, claim: Claim, key: str, goal: str, criteria: Sequence[str], successors: Successors | None = None
) -> Series:
    """Change the brief of the rows that have not started, who works on them and who decides.

    Raises:
        Refused: it is not theirs, canceled, all have started, it does not say what should come back, or they can't
            work on it or decide.
    """
    target = open_list(tx, claim, Action.EDIT, key)
    rows = rows_of(tx, target)
    if target.state is SeriesState.ACTIVE or target.runs >= len(rows):
        raise Refused(ALL_STARTED.format(target.name))
    pasted = split_long(target.brief.goal)[1]  # what the form could not show is kept as material
    sources = (*target.brief.sources, *([Source("the brief", pasted)] if pasted else []))
    words = replace(target.brief, goal=goal, title=title_of(goal), criteria=tuple(criteria), sources=sources)
    brief = passed_on(tx, target, replace(words, edits=target.brief.edits + 1), successors)
    _check_clear(brief, rows)
    rewrite(tx, target, brief)
    tx.note(claim.team, claim.user, Happening.EDIT, target.name, why=brief.title)
    return reread(tx, target)


def states_of(read: Read, target: Series) -> Mapping[str, int]:
    """Return how many of a series' tasks are in each state."""
    mine = task.c.team == target.team, task.c.series_id == target.id
    query: sa.Select[Any] = sa.select(task.c.state, sa.func.count()).where(*mine).group_by(task.c.state)
    return dict(tuple(row) for row in read.conn.execute(query))


def open_list(read: Read, claim: Claim, action: Action, key: str) -> Series:
    """Return an open list of rows.

    Raises:
        Refused: it is not theirs, goes over no rows, or is canceled.
    """
    target = theirs(read, claim, action, key=key)
    if not target.is_open or target.kind is not SeriesKind.ROWS:
        raise Refused(STOPPED.format(target.name))
    return target
