"""A task that comes again: begun, paused, run at once, changed, ended."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from storage.ledger import access, people
from storage.ledger.core.ledger import Read, Tx, new_key
from storage.ledger.series.coming import make_run, open_run
from storage.ledger.series.hands import Hands, passed_on
from storage.ledger.series.kept import NewSeries, change, find, keep, rewrite, rule_of, theirs
from storage.ledger.work.making import reviewer_of
from storage.ledger.work.owing import check_colleague
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.brief import title_of
from storage.rules.many_times import against_steps
from storage.rules.people import Person, Profile
from storage.rules.refusal import Refused
from storage.rules.repetition import Repetition, Rhythm, from_json, next_run, settled, to_json
from storage.rules.rhythms import against, read_rhythm
from storage.rules.values.brief import Brief, Source
from storage.rules.values.place import Place
from storage.rules.values.series import Series, SeriesKind, SeriesState
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
        raise Refused(why, "after" if brief.after else "again")
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
    found = _open(tx, claim, Action.STOP, key)
    if found.state is SeriesState.PAUSED:
        raise Refused(f"{found.name} is paused already.")
    change(tx, found, state=SeriesState.PAUSED, next_at=None)
    tx.note(claim.team, claim.user, "pause", found.name)
    return _again(tx, found)


def resume(tx: Tx, claim: Claim, key: str) -> Series:
    """Let it come again from its next time on; what the pause left out is not made up for.

    Raises:
        Refused: it is not theirs, or not paused.
    """
    found = _open(tx, claim, Action.STOP, key)
    if found.state is not SeriesState.PAUSED:
        raise Refused(f"{found.name} is not paused.")
    change(tx, found, state=SeriesState.ACTIVE, next_at=_next(tx, found))
    tx.note(claim.team, claim.user, "resume", found.name)
    return _again(tx, found)


def stop(tx: Tx, claim: Claim, key: str) -> Series:
    """End a repetition for good; the runs that it has made go on.

    Raises:
        Refused: it is not theirs, or has ended.
    """
    found = _open(tx, claim, Action.CANCEL, key)
    change(tx, found, state=SeriesState.STOPPED, next_at=None)
    tx.note(claim.team, claim.user, "stop repeating", found.name)
    return _again(tx, found)


def run_now(tx: Tx, claim: Claim, key: str, dedup: str | None = None) -> Series:
    """Make a run at once, beside those of its times.

    Raises:
        Refused: it is not theirs, has ended, or its last run waits for a decision.
        Duplicate: Slack sent this before.
    """
    found = _open(tx, claim, Action.EDIT, key)
    tx.once(claim.team, dedup, key)
    if (last := open_run(tx, found)) is not None:
        raise Refused(f"{last.name} is still open: decide or cancel it first.")
    make_run(tx, found, access.person(tx, claim, Action.ASSIGN), tx.wall)
    return _again(tx, found)


def edit(
    tx: Tx, claim: Claim, key: str, goal: str, criteria: Sequence[str], again: str, hands: Hands | None = None
) -> Series:
    """Change what the next runs do, when they come, who works on them and who decides.

    Raises:
        Refused: it is not theirs, has ended, no run could ever be begun, or they can't work on it or decide.
    """
    found = _open(tx, claim, Action.EDIT, key)
    rhythm = _rhythm(again)
    pasted = split_long(found.brief.goal)[1]  # what the form could not show is kept as material
    sources = (*found.brief.sources, *([Source("the brief", pasted)] if pasted else []))
    words = replace(found.brief, goal=goal, title=title_of(goal), criteria=tuple(criteria), sources=sources)
    brief = passed_on(tx, found, replace(words, edits=found.brief.edits + 1), hands)
    if missing := clarity.missing(brief):
        raise Refused(missing)
    users = found.assigner, brief.reviewer or found.reviewer
    owner, reviewer = (people.look_up(tx, claim.team, user) for user in users)
    repetition = _settled(tx, rhythm, owner, reviewer)
    rewrite(tx, found, brief)
    change(tx, found, rule=_rule(rhythm, repetition))
    if found.state is SeriesState.ACTIVE:
        change(tx, found, next_at=next_run(repetition, tx.wall, owner.zone or tx.terms.zone))
    tx.note(claim.team, claim.user, "edit", found.name, why=brief.title)
    return _again(tx, found)


def _open(read: Read, claim: Claim, action: Action, key: str) -> Series:
    """
    Raises:
        Refused: it is not theirs, no repetition, or has ended.
    """
    found = theirs(read, claim, action, key=key)
    if not found.is_open or found.kind is not SeriesKind.REPETITION:
        raise Refused(ENDED.format(found.name))
    return found


def _next(read: Read, found: Series) -> object:
    owner = people.look_up(read, found.team, found.assigner)
    return next_run(from_json(rule_of(read, found)), read.wall, owner.zone or read.terms.zone)


def _again(read: Read, found: Series) -> Series:
    """Return a series as it is now."""
    changed = find(read, found.team, id=found.id)
    assert changed is not None
    return changed
