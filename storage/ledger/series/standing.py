"""What is told of a series: its next runs, when each comes, and how far its rows are."""

from dataclasses import replace
from itertools import islice

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.rows import task_of, tasks
from storage.ledger.series.coming import last_run
from storage.ledger.series.fanning import rows_of, states_of
from storage.ledger.series.kept import rule_of, series_of, theirs
from storage.ledger.work.gate import load
from storage.rules.authority import Action, Claim
from storage.rules.calendar import next_slot
from storage.rules.pages.tasks import Coming, Standing
from storage.rules.refusal import Refused
from storage.rules.repetition import Repetition, from_json, runs, words
from storage.rules.values.brief import Brief
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.rules.values.task import Task
from storage.tables import series, task

SHOWN = 3  # runs that are told beforehand
LISTED = 40  # series of a list
ONE_ROW = "Save one of them, for example: `/sluice playbook save T-6.1 as NAME`"


def standing(
    read: Read, claim: Claim, *, key: str | None = None, number: int | None = None, action: Action = Action.SEE
) -> Standing:
    """Return how a series stands; an administrator sees no more of its words than its title.

    Args:
        action: what it is looked at for.

    Raises:
        Refused: it does not exist or is not theirs, in the same words.
    """
    found = stand(read, theirs(read, claim, action, key=key, number=number))
    if claim.user in (found.series.assigner, found.series.reviewer):
        return found
    brief = replace(found.series.brief, goal="", criteria=(), sources=())
    return replace(found, series=replace(found.series, brief=brief, then=None), first=(), file="")


def stand(read: Read, found: Series) -> Standing:
    """Return how a series stands, for somebody who may see it."""
    owner = people.look_up(read, found.team, found.assigner)
    zone, last = owner.zone or read.terms.zone, last_run(read, found)
    if found.kind is not SeriesKind.REPETITION:
        return _over_rows(read, found, zone, last)
    repetition = from_json(rule_of(read, found))
    return Standing(
        series=found, zone=zone, rhythm=words(repetition), coming=_coming(read, found, repetition, zone), last=last
    )


def as_typed(read: Read, claim: Claim, number: int) -> tuple[tuple[Brief, ...], str, str]:
    """Return the briefs of a series, the clause that makes many tasks of the first (“every weekday 7:00”), and who
    assigned it.

    Raises:
        Refused: it does not exist or is not theirs; or its rows can't be typed as a list.
    """
    shown = stand(read, theirs(read, claim, Action.READ, number=number))
    briefs, owner = (shown.series.brief, *filter(None, [shown.series.then])), shown.series.assigner
    if shown.rhythm:
        return briefs, shown.rhythm, owner
    if shown.file:
        raise Refused(f"The rows of {shown.series.name} are from a file, and a playbook keeps none. {ONE_ROW}")
    titles = [value for row in rows_of(read, shown.series) for _, value in row.columns]
    if any(mark in title for title in titles for mark in ",;\n"):
        raise Refused(f"The rows of {shown.series.name} have commas or semicolons in them. {ONE_ROW}")
    return briefs, f"for each of: {', '.join(titles)}", owner


def _over_rows(read: Read, found: Series, zone: str, last: Task | None) -> Standing:
    rows, reviewer = rows_of(read, found), people.look_up(read, found.team, found.reviewer)
    counts = load(read, reviewer, found.assigner)
    return Standing(
        series=found,
        zone=zone,
        rows=len(rows),
        first=tuple(row.title for row in rows[:SHOWN]),
        file=str(rule_of(read, found).get("file") or ""),
        states=states_of(read, found),
        held_by=last.held_by if last is not None else "",
        room=reviewer.room,
        waiting=counts.waiting + counts.under_way,
    )


def _coming(read: Read, found: Series, repetition: Repetition, zone: str) -> tuple[Coming, ...]:
    if found.state is not SeriesState.ACTIVE or found.next_at is None:
        return ()
    times = people.look_up(read, found.team, found.reviewer).schedule
    later = islice(runs(repetition, found.next_at, zone), SHOWN - 1)
    slots = [(at, next_slot(times, at) if times else None) for at in (found.next_at, *later)]
    return tuple(Coming(at, slot.at if slot else None) for at, slot in slots)


def repeats(read: Read, claim: Claim) -> tuple[Standing, ...]:
    """Return the repetitions that a person assigned or decides, and that have not ended, the newest first.

    Raises:
        Refused: they are no full member.
    """
    access.check(read, claim, Action.LOOK)
    alive = series.c.team == claim.team, series.c.kind == SeriesKind.REPETITION, series.c.state != SeriesState.STOPPED
    own = sa.or_(series.c.assigner == claim.user, series.c.brief["reviewer"].as_string() == claim.user)
    rows = read.conn.execute(sa.select(series).where(*alive, own).order_by(series.c.id.desc()).limit(LISTED))
    return tuple(stand(read, series_of(row)) for row in rows.all())


def made_by(read: Read, found: Series) -> tuple[Task, ...]:
    """Return the tasks that a series has made, in order."""
    mine = task.c.team == found.team, task.c.series_id == found.id
    return tuple(task_of(row) for row in read.conn.execute(tasks().where(*mine).order_by(task.c.run)))
