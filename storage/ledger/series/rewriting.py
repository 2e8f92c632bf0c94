"""What the next runs of a repetition do, and when they come, is changed."""

from collections.abc import Sequence
from dataclasses import replace

from storage.ledger import people
from storage.ledger.core.ledger import Tx
from storage.ledger.series.changing import change, rewrite
from storage.ledger.series.passing_on import Successors, passed_on
from storage.ledger.series.repetitions import open_repetition
from storage.ledger.series.rhythms import rhythm_of, rule_as_json, settled_for
from storage.ledger.series.series_rows import reread, rule_of
from storage.rules import clarity
from storage.rules.authority import Action, Claim
from storage.rules.brief import title_of
from storage.rules.happenings import Happening
from storage.rules.kept_rhythm import from_json
from storage.rules.refusal import Refused
from storage.rules.repetition import next_run
from storage.rules.rhythm_words import words as words_of_rhythm
from storage.rules.values.rhythm import Repetition
from storage.rules.values.series import Series, SeriesState
from storage.rules.values.source import Source
from storage.rules.words import split_long


def edit(
    tx: Tx, claim: Claim, key: str, goal: str, criteria: Sequence[str], again: str, successors: Successors | None = None
) -> Series:
    """Change what the next runs do, when they come, who works on them and who decides.

    Raises:
        Refused: it is not theirs, has ended, no run could ever be begun, or they can't work on it or decide.
    """
    series = open_repetition(tx, claim, Action.EDIT, key)
    rhythm = rhythm_of(again)
    pasted = split_long(series.brief.goal)[1]  # what the form could not show is kept as material
    sources = (*series.brief.sources, *([Source("the brief", pasted)] if pasted else []))
    words = replace(series.brief, goal=goal, title=title_of(goal), criteria=tuple(criteria), sources=sources)
    brief = passed_on(tx, series, replace(words, edits=series.brief.edits + 1), successors)
    if missing := clarity.missing(brief):
        raise Refused(missing)
    users = series.assigner, brief.reviewer or series.reviewer
    owner, reviewer = (people.look_up(tx, claim.team, user) for user in users)
    rewrite(tx, series, brief)
    if rhythm != rhythm_of(words_of_rhythm(from_json(rule_of(tx, series)))) or reviewer.user != series.reviewer:
        repetition = _in_step(settled_for(tx, rhythm, owner, reviewer), from_json(rule_of(tx, series)))
        change(tx, series, rule=rule_as_json(rhythm, repetition))
        if series.state is SeriesState.ACTIVE:
            change(tx, series, next_at=next_run(repetition, tx.wall, owner.zone or tx.terms.zone))
    tx.note(claim.team, claim.user, Happening.EDIT, series.name, why=brief.title)
    return reread(tx, series)


def _in_step(new: Repetition, old: Repetition) -> Repetition:
    """Return a changed repetition that stays in the weeks in which it came: every second Monday is the same Mondays."""
    return replace(new, since=old.since) if (new.weeks, new.days) == (old.weeks, old.days) else new
