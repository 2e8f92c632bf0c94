"""Clauses and due times in other languages, as far as a person has to be told that they stay text."""

import re

from storage.rules.clauses import Odd

LEADS = r"by|before|until|till|due|entro|bis|vor|avant|d['’]ici|antes\s+del?|até"  # what stands before a day
_NAMES = {
    "must": r"muss|muß|soll|deve|doit|debe",
    "for": r"für|fuer|per|pour|para",
    "urgent": r"dringend|eilig|urgente",
    "every": r"jede[nrs]?|ogni|chaque|tous\s+les|cada|todos\s+los",
}


def abroad(first_line: str) -> list[Odd]:
    """Return what stands behind a `;` of the first line and begins as a clause would in another language."""
    behind = [segment.strip() for segment in first_line.split(";")[1:]]
    begins = [(s, key) for s in behind for key, names in _NAMES.items() if re.match(rf"(?:{names})\b", s, re.I)]
    return [Odd(text=s, why=f"I read it as part of the text. As a clause it begins with “{key}”.") for s, key in begins]
