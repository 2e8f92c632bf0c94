"""Clauses as they are written in other languages, or not quite, of which a person is told that they stay text."""

import re
from collections.abc import Sequence

from storage.rules.noted import Odd

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


def abroad(first_line: str, noted: Sequence[Odd]) -> list[Odd]:
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
    again = [s for s in behind if _AGAIN.match(s) and not any(known.text in s for known in noted)]
    return odd + [Odd(text=s, why=REPEATED) for s in again]
