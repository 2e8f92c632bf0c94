"""The verb of a change, repeated before a part that only names two values."""

import re
from collections.abc import Sequence

from agents.offline.corrections.reading import correction

TURNS = re.compile(r"[^\s,;]+(?:\s[^\s,;]+){0,2}\s(?:to|in|con|par|por|a|durch)\s[^\s,;]+(?:\s[^\s,;]+){0,2}[.!]?")
CHANGES = re.compile(
    r"(?:please\s)?(?P<verb>change|replace|(?:ä|ae)ndere?|ersetze?|cambia|sostituisci|remplace[rz]?|sustituye|reemplaza)\s",
    re.I,
)


def with_verbs(parts: Sequence[str]) -> list[str]:
    """Repeat the verb before a part that only names two values (“change a to b and c to d”)."""
    verb, lines = "", list[str]()
    for part in parts:
        match = CHANGES.match(part)
        verb = match["verb"] if match else verb
        lines.append(
            f"{verb} {part}" if verb and not match and TURNS.fullmatch(part) and not correction(part) else part
        )
    return lines
