"""The correction in a point."""

import re
from itertools import pairwise

from agents.offline.contrasts import ART, IT, IT_IS, MUST
from agents.offline.corrections.complaint import without_new
from agents.offline.corrections.correction import Correction
from agents.offline.corrections.gaps import DOUBT
from agents.offline.corrections.of_words import of_words
from agents.offline.corrections.pair import of_pair
from agents.offline.corrections.single import of_single
from agents.offline.corrections.targets import targets_of
from agents.offline.doubts import is_denied
from agents.offline.value import Sort
from agents.offline.wording import LONGEST, verb_first, without_lead


def correction(point: str) -> Correction | None:
    """Return the correction in a point; None when the point corrects no value."""
    text = without_lead(verb_first(point))
    if not text or len(text) > LONGEST or text.endswith("?"):
        return None
    return None if is_denied(text) or is_denied(without_lead(point)) else _read(text)


def is_denied_correction(point: str) -> bool:
    """Tell whether a point mentions a correction only to doubt it, to forbid it, or to make a condition."""
    text = without_lead(point)
    return len(text) <= LONGEST and is_denied(text) and _read(text) is not None


def _read(text: str) -> Correction | None:
    targets = targets_of(text)
    for one, other in pairwise(targets):
        if pair := of_pair(text, one, other):
            return pair
    if len(targets) == 1 and (single := of_single(text, targets[0])):
        return single
    if wrong := without_new(text, targets):
        return wrong
    return of_words(text) if not targets or all(t.sort is Sort.WORD for t in targets) else None


def lacks_new(point: str) -> bool:
    """Tell whether a point says that something is wrong, or doubts a value (“15 December?”), but not what is right."""
    found = correction(point)
    return (found is not None and found.new is None) or _only_doubts(point)


def _only_doubts(point: str) -> bool:
    value = targets_of(point)[0] if len(point) < LONGEST and len(targets_of(point)) == 1 else None
    around = (point[: value.start], point[value.end :]) if value else ("", "")
    return re.fullmatch(DOUBT, around[0], re.I) is not None and re.fullmatch(r"\s*\?+", around[1]) is not None


def says_new(point: str) -> bool:
    """Tell whether a point says only what is right (“It is 2 December”)."""
    text = without_lead(point).strip(" .!")
    targets = targets_of(text)
    before = text[: targets[0].start] if len(targets) == 1 else "?"
    return len(targets) == 1 and re.fullmatch(rf"(?:{IT_IS}|(?:{IT}\s+)?{MUST})?\s*{ART}", before, re.I) is not None
