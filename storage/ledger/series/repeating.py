"""A task that comes again: begun, paused, run at once, changed, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.series.changing import change, rewrite
from storage.ledger.series.hands import Hands, passed_on
from storage.ledger.series.kept import find, rule_of
from storage.ledger.series.last_runs import open_run
from storage.ledger.series.making import make_run
from storage.ledger.series.new import NewSeries, keep
from storage.ledger.series.theirs import theirs
from storage.ledger.work.making import reviewer_of
from storage.ledger.work.owing import check_colleague
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.brief import title_of
from storage.rules.happenings import Happening
from storage.rules.many_times import against_steps
from storage.rules.people import Person
from storage.rules.refusal import Refused
from storage.rules.repetition import Repetition, Rhythm, from_json, next_run, settled, to_json
from storage.rules.rhythms import against, read_rhythm
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.profile import Profile
from storage.rules.values.series import Series, SeriesKind, SeriesState
from storage.rules.values.source import Source
from storage.rules.words import split_long

ENDED = "{} was stopped. Assign it anew."


def repeat(
    tx: Tx,
    claim: Claim,
    brief: Brief,
    place: Place,
    key: str | None = None,
    profiles: Mapping[str, Profile] = MappingProxyType({}),
) -> Series:
    """Begin a task that comes again, as `brief.again` says; its first run comes at its time.

    Raises:
        Refused: they may not, or no run could ever be begun.
        Duplicate: Slack sent this before; its subject is the key of the series.
    """
    owner = access.person(tx, claim, Action.ASSIGN)
    reviewer = reviewer_of(tx, claim.team, owner, brief.reviewer)
    if why := against_steps(brief):
        raise Refused(why, wrong="after" if brief.after else "again")
    rhythm = _rhythm(brief.again)
    if why := against(brief.again, brief.due, brief.each):
        raise Refused(why)
    check_colleague(tx, owner, brief, reviewer, profiles)
    if missing := clarity.missing(brief):
        raise Refused(missing)
    tx.once(claim.team, key, series_key := new_key())
    repetition = _settled(tx, rhythm, owner, reviewer)
    return keep(
        tx,
        NewSeries(
            kind=SeriesKind.REPETITION,
            state=SeriesState.ACTIVE,
            owner=owner,
            reviewer=reviewer,
            brief=brief,
            place=place,
            key=series_key,
            rule=_rule(rhythm, repetition),
            next_at=next_run(repetition, tx.wall, owner.zone or tx.terms.zone),
        ),
    )


def _rhythm(words: str) -> Rhythm:
    rhythm = read_rhythm(words)
    if rhythm is None:
        raise Refused("I can't read how often it comes again. For example: every weekday 7:00")
    return rhythm


def _settled(read: Read, rhythm: Rhythm, owner: Person, reviewer: Person) -> Repetition:
    first = min(reviewer.schedule.times, default=None) if reviewer.schedule else None
    return settled(rhythm, read.wall, owner.zone or read.terms.zone, first)


def _rule(rhythm: Rhythm, repetition: Repetition) -> dict[str, object]:
    return {**to_json(repetition), "assumed": not rhythm.times and bool(rhythm.days)}


def pause(tx: Tx, claim: Claim, key: str) -> Series:
    """Let no run be made until it is resumed.

    Raises:
        Refused: it is not theirs, or not active.
    """
    series = _open(tx, claim, Action.STOP, key)
    if series.state is SeriesState.PAUSED:
        raise Refused(f"{series.name} is paused already.")
    change(tx, series, state=SeriesState.PAUSED, next_at=None)
    tx.note(claim.team, claim.user, Happening.PAUSE, series.name)
    return _again(tx, series)


def resume(tx: Tx, claim: Claim, key: str) -> Series:
    """Let it come again from its next time on; what the pause left out is not made up for.

    Raises:
        Refused: it is not theirs, or not paused.
    """
    series = _open(tx, claim, Action.STOP, key)
    if series.state is not SeriesState.PAUSED:
        raise Refused(f"{series.name} is not paused.")
    change(tx, series, state=SeriesState.ACTIVE, next_at=_next(tx, series))
    tx.note(claim.team, claim.user, Happening.RESUME, series.name)
    return _again(tx, series)


def stop(tx: Tx, claim: Claim, key: str) -> Series:
    """End a repetition for good; the runs that it has made go on.

    Raises:
        Refused: it is not theirs, or has ended.
    """
    series = _open(tx, claim, Action.CANCEL, key)
    change(tx, series, state=SeriesState.STOPPED, next_at=None)
    tx.note(claim.team, claim.user, Happening.STOP_REPEATING, series.name)
    return _again(tx, series)


def run_now(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Series:
    """Make a run at once, beside those of its times.

    Raises:
        Refused: it is not theirs, has ended, or its last run waits for a decision.
        Duplicate: Slack sent this before.
    """
    series = _open(tx, claim, Action.EDIT, key)
    tx.once(claim.team, dedup, key)
    if (last := open_run(tx, series)) is not None:
        raise Refused(f"{last.name} is still open: decide or cancel it first.")
    make_run(tx, series, access.person(tx, claim, Action.ASSIGN), tx.wall)
    return _again(tx, series)


def edit(
    tx: Tx, claim: Claim, key: str, goal: str, criteria: Sequence[str], again: str, hands: Hands | None = None
) -> Series:
    """Change what the next runs do, when they come, who works on them and who decides.

    Raises:
        Refused: it is not theirs, has ended, no run could ever be begun, or they can't work on it or decide.
    """
    series = _open(tx, claim, Action.EDIT, key)
    rhythm = _rhythm(again)
    pasted = split_long(series.brief.goal)[1]  # what the form could not show is kept as material
    sources = (*series.brief.sources, *([Source("the brief", pasted)] if pasted else []))
    words = replace(series.brief, goal=goal, title=title_of(goal), criteria=tuple(criteria), sources=sources)
    brief = passed_on(tx, series, replace(words, edits=series.brief.edits + 1), hands)
    if missing := clarity.missing(brief):
        raise Refused(missing)
    users = series.assigner, brief.reviewer or series.reviewer
    owner, reviewer = (people.look_up(tx, claim.team, user) for user in users)
    repetition = _settled(tx, rhythm, owner, reviewer)
    rewrite(tx, series, brief)
    change(tx, series, rule=_rule(rhythm, repetition))
    if series.state is SeriesState.ACTIVE:
        change(tx, series, next_at=next_run(repetition, tx.wall, owner.zone or tx.terms.zone))
    tx.note(claim.team, claim.user, Happening.EDIT, series.name, why=brief.title)
    return _again(tx, series)


def _open(read: Read, claim: Claim, action: Action, key: str) -> Series:
    """
    Raises:
        Refused: it is not theirs, no repetition, or has ended.
    """
    series = theirs(read, claim, action, key=key)
    if not series.is_open or series.kind is not SeriesKind.REPETITION:
        raise Refused(ENDED.format(series.name))
    return series


def _next(read: Read, series: Series) -> object:
    owner = people.look_up(read, series.team, series.assigner)
    return next_run(from_json(rule_of(read, series)), read.wall, owner.zone or read.terms.zone)


def _again(read: Read, series: Series) -> Series:
    """Return a series as it is now."""
    changed = find(read, series.team, id=series.id)
    assert changed is not None
    return changed
