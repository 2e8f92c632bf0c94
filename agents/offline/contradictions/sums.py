"""The sums of a sentence, and what they are of."""

import re
from collections.abc import Sequence

_SUM = re.compile(
    r"[€$£]\s?\d[\d.,]*\d|[€$£]\s?\d|(?:\d[\d.,]*\d|\d)\s?(?:[€$£]|(?:EUR|USD|GBP|CHF|euros?|dollars?)\b)"
)
_THING = r"(?:(?:the|our|a|an)\s+)?(?P<thing>[^\W\d][\w /-]{1,40}?)"
IS = re.compile(rf"{_THING}\s*(?P<verb>:|=|\bis\b|\bcosts?\b)\s*(?P<sum>{_SUM.pattern})(?P<only>[^.,;!?]*)", re.I)


def thing_named(match: re.Match[str]) -> str:
    """Return what a sentence is about, as it is called within one: “the price”, “Vendor A”."""
    thing: str = match["thing"]
    led = match.start("thing") > match.start()
    named = any(c.isupper() for c in thing[1:]) or (not led and match["verb"] not in ":=")
    return f"the {thing}" if named and led else thing if named else f"the {thing.lower()}"


def sums_in(text: str) -> list[str]:
    """Return the sums in a text."""
    return [m[0] for m in _SUM.finditer(text)]


def different(sums: Sequence[str]) -> list[str]:
    """Return the different sums, each once."""
    return list({without_spaces(s): s for s in reversed(sums)}.values())[::-1]


def without_spaces(text: str) -> str:
    """Return a text without its spaces."""
    return re.sub(r"\s", "", text)
