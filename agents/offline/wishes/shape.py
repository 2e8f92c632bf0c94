"""A wish for a shape, a tone or an audience."""

import re
from collections.abc import Iterable, Iterator

FORM = (
    r"(?:memo|summary|minutes|reports?|protokoll|zusammenfassung|riassunto|verbale|résumé|compte[- ]rendu|resumen|acta|"
    r"notes|update|overview|post|letter|reply|message|announcement|list|table|brief)"
)
_TONE = re.compile(
    r"\W*(?:(?:please|an?|write|make|draft|create|me|the|eine?n?|schreibe?|un[ae]?|scrivi)\s+)*(?P<wish>friend\w+|formal|"
    r"informal|funny|humorous|persuasive|professional|polite|warm|casual|catchy|witty|inspiring|upbeat|diplomatic|detailed|"
    r"freundlich\w*|förmlich\w*|lustig\w*|höflich\w*|ausführlich\w*|amichevole|formale|divertente|gentile|dettagliat\w+|"
    r"amical\w*|drôle|formelle?|détaillée?|amable|divertid[oa]|detallad[oa])\b",
    re.I,
)
_AUDIENCE = re.compile(
    r"\bfor\s+(?:an?\s+)?(?:[\w-]+[\s-]years?[\s-]olds?|kids|children|beginners|lay(?:men|people)|dummies|executives?)\b",
    re.I,
)
_SHAPE = re.compile(
    r"\b(?:as|als|come|comme|como)\s+(?:(?:an?|eine?|un[ae]?)\s+)?(?:(?P<table>table|tabelle|tabella|tableau|tabla)|"
    r"poem|song|story|e-?mail|letter|slides?|presentation|chart|diagram|gedicht|brief|präsentation|poesia|lettera|"
    r"presentazione|poème|lettre|présentation|poema|carta|presentación)\b",
    re.I,
)


def unmet_shape(goal: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the shape that is asked for, where the draft has another."""
    match = _SHAPE.search(goal)
    if match and not (match["table"] and any(line.startswith("|") for line in lines)):
        yield match[0]


def unmet_tone(goal: str) -> Iterator[str]:
    """Yield how it is to sound, and to whom."""
    if match := _TONE.match(goal):
        yield match["wish"]
    if match := _AUDIENCE.search(goal):
        yield match[0]
