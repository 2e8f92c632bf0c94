"""What follows from the literals of a criterion that stand in a draft, and from those that do not."""

import re
from collections.abc import Sequence

from agents.checks.literals import Literal, literals, plain_names
from agents.checks.quoting import around, bare
from storage.rules.values.check import Check, Finding

_OF_WORDS = re.compile(r"\b(?:mention|word)", re.I)


def by_literals(criterion: str, what: str, body: str, absent: bool) -> Check | None:
    """Return the check of a criterion by what it names; None where code cannot be sure.

    Absence settles it only for literals: a word, a quoted phrase, a date, a number, a name; of other phrasings code
    cannot be sure. “No links” forbids links, not the word.
    """
    if absent and not (literals(what) or _OF_WORDS.search(criterion)):
        return None
    if len(what.split()) == 1 or re.fullmatch(r"[“\"'].+[”\"']", what):
        return Check(
            criterion=criterion,
            finding=Finding.MET if absent else Finding.NOT_MET,
            evidence=f"“{bare(what)}” does not occur",
        )
    named, only = literals(what), plain_names(what)
    if absent and not only:
        return None
    missing = [x for x in named if not x.stands(body)]
    either = re.search(r"\bor\b", what) is not None
    if not named or (either and len(missing) < len(named)):
        return None
    if not missing:
        return _all_there(criterion, named, body, absent) if only else None
    if absent and len(missing) < len(named):
        there = next(x for x in named if x not in missing)
        return Check(criterion=criterion, finding=Finding.NOT_MET, evidence=f"“{there.text}” is in it")
    return Check(
        criterion=criterion,
        finding=Finding.MET if absent else Finding.NOT_MET,
        evidence=f"“{missing[0].text}” does not occur",
    )


def _all_there(criterion: str, named: Sequence[Literal], body: str, absent: bool) -> Check:
    there = named[0].where(body)
    quote = around(body, there) if there is not None else named[0].text
    return Check(criterion=criterion, finding=Finding.NOT_MET if absent else Finding.MET, evidence=f"“{quote}”")
