"""The clauses of a text, and what forbids within them."""

import re
from collections.abc import Iterator

_NOT = (
    r"(?:not|never|ever|no|none|nothing|nobody|neither|nor|cannot|(?:do|does|is|ca|wo|should|need)nt|avoid|against|"
    r"refrain|nicht|kein\w*|nie|niemals|niemand|nichts|non|mai|nessun\w*|niente|evita\w*|ne|pas|jamais|aucun\w*|rien|"
    r"personne|[ée]vite[rz]?|nunca|jam[áa]s|ning[úu]n\w*|nada|nadie|tampoco)\b"
)
DENIES = re.compile(rf"(?:\b{_NOT}|n['’]t\b|\bn['’](?=\w))", re.I)
_TOKEN = re.compile(  # where a clause ends, and what forbids within it
    rf"(?P<not>{DENIES.pattern})|\s(?P<and>and|und|ed?|et|y)\s|"
    r"[.,;:!?()\n–—]|\s(?:but|so|because|since|aber|sondern|weil|denn|ma|perch[ée]|mais|parce que|pero|sino|porque)\s",
    re.I,
)


def clauses_of(text: str) -> Iterator[tuple[int, int]]:
    """Find the clauses of a text; “and” soon after a negation joins what both forbid."""
    start, denied = 0, -1
    for token in _TOKEN.finditer(text):
        if token["not"]:
            denied = token.end()
        elif not (token["and"] and denied >= 0 and len(text[denied : token.start()].split()) < 3):
            yield start, token.start()
            start, denied = token.end(), -1
    yield start, len(text)
