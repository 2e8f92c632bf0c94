"""The words around two values: they tell which one is the old value, and which one the new."""

import re
from dataclasses import dataclass

from agents.offline.contrasts import (
    ARROW,
    ART,
    BUT,
    CALLED,
    CHANGE,
    EXCHANGE,
    EXCHANGE_ABROAD,
    FOR,
    FOR_ABROAD,
    FROM,
    INSTEAD,
    IS,
    IT,
    IT_IS,
    MOVED,
    MUST,
    NOT,
    SAYS,
    TAIL,
    TO,
    WAS,
    WHY,
    WRONG,
)
from agents.offline.value import Sort

DOUBT = rf"\W*(?:{WHY}\s+)?{ART}"


@dataclass(frozen=True, slots=True)
class Gaps:
    """The words around two values."""

    before: str
    between: str


def is_renamed(gaps: Gaps, after: str) -> bool:
    """Tell whether the second is the new name of the first, “Anne is called Anna”."""
    called = re.fullmatch(rf"\s+{CALLED}\s+{ART}", gaps.between, re.I)
    return called is not None and not gaps.before.strip() and TAIL.fullmatch(after) is not None


def _doubted(gaps: Gaps, sort: Sort) -> bool:
    """Whether the first is doubted, “15 December? No, 2 December.”; of two names, only the “no” tells."""
    says = re.fullmatch(
        rf"\s*\?+\s*(?P<no>(?:no|nope|nein|non)\b[\s,.:;!–—-]*)?(?:{IT_IS}|(?:{IT}\s+)?{MUST})?\s*{ART}",
        gaps.between,
        re.I,
    )
    return says is not None and (says["no"] or sort is not Sort.WORD) and bool(re.fullmatch(DOUBT, gaps.before, re.I))


def is_new_first(gaps: Gaps, sort: Sort) -> bool:
    """Tell whether the new value stands first, “2 December, not 15 December”.

    Two names are mostly a fact, and need more.
    """
    between = r"" if sort is Sort.WORD else r"(?:\s[\w’-]+){0,3}"
    contrast = re.fullmatch(rf"{between}[\s,;(–—-]*(?:(?:and|but|und|e|et|y)\s+)?{NOT}\s+{ART}", gaps.between, re.I)
    instead = re.fullmatch(rf"[\s,;(–—-]*{INSTEAD}\s+{ART}", gaps.between, re.I)
    if not (contrast or instead) or ends_with(gaps.before, rf"\b{NOT}\s+{ART}"):
        return False
    named = rf"(?:^|{IS}|{WAS}|['’]s|est|{MUST}|\b(?:use|write|say|put|usa|scrivi|schreibe?|écris|escribe))\s*{ART}"
    return sort is not Sort.WORD or ends_with(gaps.before, named)


def is_old_first(gaps: Gaps, sort: Sort) -> bool:
    """Tell whether the old value stands first: “not 39 € but 49 €”, “change … to …”."""
    before, between = gaps.before, gaps.between
    turned = re.fullmatch(rf"\s*(?:{ARROW}|{MUST})\s*{ART}", between, re.I)
    denied = ends_with(before, rf"\b{NOT}\s+{ART}") and re.fullmatch(
        rf"[\s,;:–—-]*(?:{BUT}|(?:{BUT}\s+)?{IT_IS}|(?:{IT}\s+)?{MUST})?\s*{ART}", between, re.I
    )
    verbs = ((EXCHANGE, FOR), (EXCHANGE_ABROAD, FOR_ABROAD)) if sort is Sort.WORD else ((CHANGE, TO),)
    changed = any(
        re.match(rf"{verb}\b", before, re.I) and re.fullmatch(rf"[\s“”\"]*{to}\s+{ART}", between, re.I)
        for verb, to in verbs
    )
    instead = ends_with(before, rf"{INSTEAD}\s+{ART}") and len(between) < 30
    match = re.match(SAYS, before, re.I) and re.fullmatch(rf"[\s,;:–—-]*(?:{BUT}\s+)?{IT_IS}\s*{ART}", between, re.I)
    wrong = len(between) < 80 and WRONG.search(between)
    moved = ends_with(before, rf"\s{MOVED}\s+{FROM}\s+{ART}") and re.fullmatch(rf"\s*{TO}\s+{ART}", between, re.I)
    return bool(turned or denied or changed or instead or match or wrong or moved) or _doubted(gaps, sort)


def ends_with(text: str, pattern: str) -> bool:
    """Tell whether a text ends with a pattern; only its last 60 characters are read."""
    return re.search(rf"{pattern}$", text[-60:], re.I) is not None
