"""What is told of a series: its next runs, when each comes, and how far its rows are."""

from dataclasses import replace
from itertools import islice

import sqlalchemy as sa

from storage.ledger import access, people
from storage.ledger.core.ledger import Read
from storage.ledger.series.fanning import rows_of, states_of
from storage.ledger.series.finding import theirs
from storage.ledger.series.last_runs import last_run
from storage.ledger.series.series_rows import rule_of, series_of
from storage.ledger.shelf.load import load
from storage.ledger.work.asking_newcomers import has_declined, has_open_question, is_to_be_asked
from storage.rules.authority import Action, Claim
from storage.rules.calendar import next_slot
from storage.rules.gate import share_of
from storage.rules.kept_rhythm import from_json
from storage.rules.pages.series import Coming, Standing
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.repetition import runs
from storage.rules.rhythm_words import words
from storage.rules.values.brief import Brief
from storage.rules.values.rhythm import Repetition
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.rules.values.task import Task
from storage.tables import series

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
    series_page = stand(read, theirs(read, claim, action, key=key, number=number))
    series_page = replace(series_page, own=series_page.series.assigner == claim.user)
    if claim.user in (series_page.series.assigner, series_page.series.reviewer):
        return series_page
    brief = replace(series_page.series.brief, goal="", criteria=(), sources=())
    return replace(series_page, series=replace(series_page.series, brief=brief, then=None), first=(), file="")


def stand(read: Read, target: Series) -> Standing:
    """Return how a series stands, for somebody who may see it."""
    owner = people.look_up(read, target.team, target.assigner)
    zone, last = owner.zone or read.terms.zone, last_run(read, target)
    named = people.look_up(read, target.team, target.reviewer)
    invited = is_to_be_asked(read, owner, named)
    decider = owner if invited else named
    if target.kind is SeriesKind.REPETITION:
        repetition = from_json(rule_of(read, target))
        coming = _coming(read, target, repetition, owner, decider)
        stands = Standing(series=target, zone=zone, rhythm=words(repetition), coming=coming, last=last)
    else:
        stands = _over_rows(read, target, zone, decider, last)
    return replace(
        stands,
        invited=named.user if invited else "",
        asked=invited and has_open_question(read, owner.team, owner.user, named.user),
        declined=invited and has_declined(read, owner.team, owner.user, named.user),
        stand_in=decider.stand_in if decider.is_away(read.now) else "",
        then_decides=_decides_then(read, target, owner),
    )


def _decides_then(read: Read, target: Series, owner: Person) -> str:
    """Return who decides on what comes after all rows; '' for who assigned it, if only until somebody says yes."""
    named = target.then.reviewer if target.then else None
    reviewer = people.look_up(read, target.team, named) if named else owner
    return "" if reviewer.user == owner.user or is_to_be_asked(read, owner, reviewer) else reviewer.user


def as_typed(read: Read, claim: Claim, number: int) -> tuple[tuple[Brief, ...], str, str]:
    """Return the briefs of a series, the clause that makes many tasks of the first (“every weekday 7:00”), and who
    assigned it.

    Raises:
        Refused: it does not exist or is not theirs; or its rows can't be typed as a list.
    """
    series_page = stand(read, theirs(read, claim, Action.READ, number=number))
    briefs, owner = (series_page.series.brief, *filter(None, [series_page.series.then])), series_page.series.assigner
    if series_page.rhythm:
        return briefs, series_page.rhythm, owner
    if series_page.file:
        raise Refused(f"The rows of {series_page.series.name} are from a file, and a playbook keeps none. {ONE_ROW}")
    titles = [value for row in rows_of(read, series_page.series) for _, value in row.columns]
    if any(mark in title for title in titles for mark in ",;\n"):
        raise Refused(f"The rows of {series_page.series.name} have commas or semicolons in them. {ONE_ROW}")
    return briefs, f"for each of: {', '.join(titles)}", owner


def _over_rows(read: Read, target: Series, zone: str, decider: Person, last: Task | None) -> Standing:
    rows, counts = rows_of(read, target), load(read, decider, target.assigner)
    return Standing(
        series=target,
        zone=zone,
        rows=len(rows),
        first=tuple(row.title for row in rows[:SHOWN]),
        file=str(rule_of(read, target).get("file") or ""),
        states=states_of(read, target),
        held_by=last.held_by if last is not None else "",
        room=decider.room,
        waiting=counts.waiting + counts.under_way,
        share=None if counts.own else max(0, share_of(counts.limit) - counts.from_assigner),
    )


def _coming(read: Read, target: Series, repetition: Repetition, owner: Person, decider: Person) -> tuple[Coming, ...]:
    if target.state is not SeriesState.ACTIVE or target.next_at is None:
        return ()
    times = decider.schedule
    later = islice(runs(repetition, target.next_at, owner.zone or read.terms.zone), SHOWN - 1)
    slots = [(at, next_slot(times, at) if times else None) for at in (target.next_at, *later)]
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
