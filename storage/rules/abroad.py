"""Clauses as they are written in other languages, or not quite, of which a person is told that they stay text."""

import re
from collections.abc import Sequence

from storage.rules.noted import Known, Odd

REPEATED = "I read it as part of the text. What comes again is written as in: every weekday 7:00"
_AGAIN = re.compile(
    r"every\b|(?:daily|weekly|monthly|biweekly|bimonthly|fortnightly|quarterly|yearly)(?:\W*$|\s+(?:at|on|\d))|"
    r"last (?:week)?day of (?:the|each|every) month\b|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days(?:\W*$|\s+(?:at|on|\d))",
    re.I,
)
_NAMES = {
    "must": r"muss|muß|soll|deve|doit|debe",
    "for": r"für|fuer|per|pour|para",
    "urgent": r"dringend|eilig|urgente",
    "every": r"jede[nrs]?|ogni|chaque|tous\s+les|cada|todos\s+los",
}
_COUNTED = (
    r"(?:words?|characters?|pages?|sentences?|lines?|bullets?|points?|questions?|items?|wörter|parole|mots|palabras)"
)
_NEARLY = {  # how a clause is written, and what is written almost so, as a whole
    "for Beta launch": r"(?:stream|project)(?::\s*.{1,60}|(?-i:\s+[A-Z]\w*(?:\s+[A-Z]\w*){0,3}))",
    "to #sales": (
        r"(?:(?:post|send|deliver|publish|share)\s+(?:it\s+)?(?:to|in)|to\s+(?:the\s+)?channel|an|in|auf|dans|en)"
        r"\s+(?:<#|#)\S+"
    ),
    "reviewer @bob": (
        r"(?:review(?:ed)?\s+by|approver|approved\s+by|checked\s+by|decider|prüfer|revisore|relecteur|revisor)\b:?"
        r"\s+(?:[<@]|(?-i:[A-Z])).{1,60}|"
        r"(?!reviewer\b)rev?i\w{2,6}:?\s+[<@].{1,60}"  # “reviewr @bob”
    ),
    "3 versions": (
        r"(?:[1-3]|one|two|three)\s+(?:variants?|drafts?|options?|alternatives?|versionen|varianten|versioni|varianti|versiones|variantes)"
    ),
    "urgent": (
        r"(?:asap|(?:high|top)\s+priority|priority:?\s+(?:high|1)|prio:?\s*1|sofort|subito|cuanto antes)"
        r"(?:,?\s+please)?"
    ),
    "must: at most 200 words": (
        rf"(?:max(?:imum)?|at most|no more than|up to|min(?:imum)?|at least)\b\.?\s+\d+\s+{_COUNTED}|"
        rf"\d+\s+{_COUNTED}\s+(?:max(?:imum)?|at most|or less)"
    ),
    "as file, or as canvas": r"as\s+(?:an?\s+)?(?:pdf|word(?:\s+file)?|docx?|markdown|md|html|slides|text|message)",
    "every weekday 7:00": r"hourly(?:\s+(?:at|on|from|\d).*)?",
}
_DEADLINE = re.compile(
    r"(?:deadline|due\s+date|frist|termin|fällig|scadenza|entro|échéance|avant|fecha límite)\b(?:\s+is|:)?"
    r"\s+(?P<when>.{1,40})",
    re.I,
)


def abroad(first_line: str, noted: Sequence[Odd], known: Known) -> list[Odd]:
    """Return what stands behind a `;` of the first line and begins as a clause would, here or in another language.

    Args:
        noted: what is said of its clauses already.
    """
    behind = [segment.strip() for segment in first_line.split(";")[1:]]
    odd = [
        Odd(text=s, why=f"I read it as part of the text. As a clause it begins with “{key}”.")
        for s in behind
        for key, names in _NAMES.items()
        if re.match(rf"(?:{names})\b", s, re.I)
    ]
    unknown = [s for s in behind if not any(said.text in s for said in noted)]
    odd += [
        Odd(text=s, why=f"I read it as part of the text. As a clause it is written: {written}.")
        for s in unknown
        for written in _written(s, known)
    ]
    again = [s for s in unknown if _AGAIN.match(s)]
    return odd + [Odd(text=s, why=REPEATED) for s in again]


def _written(segment: str, known: Known) -> list[str]:
    """Return how a clause is written that is written almost so."""
    deadline = _DEADLINE.fullmatch(segment)
    if deadline is not None and known.when(deadline["when"]) is not None:
        return ["by Friday 17:00"]
    return [written for written, pattern in _NEARLY.items() if re.fullmatch(pattern, segment, re.I)]
