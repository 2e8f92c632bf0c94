"""The frame of a letter: a greeting and a closing where its words have none."""

import re
from collections.abc import Sequence

from agents.offline.greeting_closing import NAME, greets, signs
from agents.offline.tongue import language_of
from storage.rules.own_words import FRAMES, TITLES

_KINDS = (
    r"letter|reply|replies|answer|respond|response|write|lettera|rispond\w+|risposta|brief|antwort\w*|schreiben|lettre|"
    r"r[ée]pon\w+|carta|respuesta|respond\w*|contesta\w*"
)
_NO_NAMES = r"Kund|Vermiet|Mieter|E-?Mail|Mail|Nachricht|Anfrage"  # nouns of German
_TO = re.compile(
    rf"\b(?i:{_KINDS})\s+(?:to|an|a|al|alla|à|au)\s+(?:(?P<title>{TITLES})\.?\s+)?(?!{_NO_NAMES})"
    r"(?P<name>[A-ZÀ-Þ](?:['’][A-Z])?[\w-]+)(?:['’]s?\s+(?:e-?mail|mail|message|letter|note|questions?)\b|(?!['’\w-]))"
    r"(?!\s+(?:and|und|e|et|y|&)\s)"
)


def framed(goal: str, lines: Sequence[str], receiver: str = "") -> tuple[str, ...]:
    """Return the lines of a letter, with a greeting and a closing where they are missing.

    Args:
        lines: what it says, line by line.
        receiver: whom it greets; empty for whom the goal names.
    """
    if not lines:
        return ()
    frame = FRAMES[language_of(" ".join(lines), goal)]
    user = receiver or addressee(goal)
    above = () if greets(lines[0]) else (frame.greeting.format(f" {user}" if user else ""), "")
    below = () if signs(lines[-1]) or re.fullmatch(NAME, lines[-1]) else ("", frame.closing)
    return (*above, *lines, *below)


def addressee(goal: str) -> str:
    """Return the person whom a goal names as the receiver (“letter to Mrs Rossi”); empty when it names nobody."""
    match = _TO.search(goal)
    if match is None:
        return ""
    title = {"Herrn": "Herr"}.get(match["title"], match["title"] or "")
    return f"{title} {match['name']}".strip()
