"""What follows from the literals of a criterion that stand in a draft, and from those that do not."""

import re
from collections.abc import Sequence

from agents.checks.literals import Literal, literals, plain_names
from agents.checks.quoting import around, bare, find
from storage.rules.values.check import Check, Finding

_QUOTED = re.compile(r"[“\"'][^“”\"']+[”\"']")
_STROKES = re.compile(r"\b\d{1,2}/\d{1,2}\b")
_OF_WORDS = re.compile(r"\b(?:mention|word)", re.I)


def by_literals(criterion: str, what: str, body: str, absent: bool) -> Check | None:
    """Return the check of a criterion by what it names; None where code cannot be sure.

    Absence settles it only for literals: a word, a quoted phrase, a date, a number, a name; of other phrasings code
    cannot be sure. “No links” forbids links, not the word.
    """
    if absent and not (literals(what) or _OF_WORDS.search(criterion)):
        return None
    if len(what.split()) == 1 and not literals(what) or _QUOTED.fullmatch(what):
        return _of_one(criterion, what, body, absent)
    named, only = literals(what), plain_names(what)
    if absent and not only:
        return None
    missing = [x for x in named if not x.stands(body)]
    either = not absent and re.search(r"\bor\b", what) is not None
    if not named or (either and len(missing) < len(named)):
        return None
    if any(literal.day for literal in missing) and _STROKES.search(body):  # “03/12” may be that day, or not
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


def _of_one(criterion: str, what: str, body: str, absent: bool) -> Check:
    """Return the check of one word or phrase that does not stand as it is; in doubt where it stands in another form."""
    word = bare(what)
    other = next((found for form in _forms(word) if (found := find(body, form))), None) if absent else None
    if other is not None:
        return Check(criterion=criterion, finding=Finding.IN_DOUBT, evidence=f"“{around(body, other)}”")
    finding = Finding.MET if absent else Finding.NOT_MET
    return Check(criterion=criterion, finding=finding, evidence=f"“{word}” does not occur")


def _forms(word: str) -> Sequence[str]:
    """Return a word in the singular and the plural."""
    less = [word[: -len(end)] for end in ("es", "s") if word.lower().endswith(end) and len(word) > 4]
    return [f"{word}s", f"{word}es", *less]


def _all_there(criterion: str, named: Sequence[Literal], body: str, absent: bool) -> Check:
    there = named[0].where(body)
    quote = around(body, there) if there is not None else named[0].text
    return Check(criterion=criterion, finding=Finding.NOT_MET if absent else Finding.MET, evidence=f"“{quote}”")
