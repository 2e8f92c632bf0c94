"""What an order is about, without the words around it."""

import re

QUOTES = "“”„«»\"'‘’ .,:;!?"
BARE = re.compile(
    r"^(?:(?:the|all|any|a|an|of|our|some|der|die|das|den|il|lo|la|i|gli|le|les|el|los|las)\s+|l['’])+", re.I
)
SECTION = (
    r"(?:section|part|paragraph|line|abschnitt|absatz|teil|sezione|parte|paragrafo|partie|paragraphe|sección|seccion|"
    r"párrafo|parrafo)"
)
PART = re.compile(rf"^{SECTION}s?\s+(?:(?:on|about|for|with|über|su|sur|sobre)\s+)?", re.I)
_POLITE = re.compile(r"[\s,]*\b(?:please|bitte|per favore|por favor|s['’]il (?:te|vous) pla[iî]t|as well)$", re.I)


def target_of(order: "re.Pattern[str]", point: str) -> str:
    """Return what an order is about; empty when a point has no such order."""
    match = order.search(_POLITE.sub("", point.strip(QUOTES)))
    if match is None:
        return ""
    named = next(words for words in match.groups() if words is not None)
    bare = BARE.sub("", _POLITE.sub("", named.strip(QUOTES)).strip(QUOTES))
    return PART.sub("", bare).strip(QUOTES)
