"""Whether a point states a fact, and not what to do or what is wrong with the draft."""

import re

from agents.offline.contrasts import MUST, NOUN, WHY, WRONG
from agents.offline.doubts import is_doubt
from agents.offline.plans.planning import is_plan
from agents.offline.points.written import written
from storage.rules.plain import plain
from storage.rules.replies import wished
from storage.rules.words import capital

_ORDER = re.compile(
    r"(?:please\s+|can you\s+|could you\s+|you\s+)*+(?:make|write|rewrite|shorten|use|try|don't|do not|be|change|say|"
    r"explain|mention|put|move|drop|remove|delete|keep|add|include|insert|fix|mend|correct|check|translate|turn|more|less|too|"
    r"not|it should|should|must|needs?|sounds?)\b",
    re.I,
)
_STATES = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|costs?|comes?|starts?|ends?|takes?|gets?|pays?|ships?|means?|needs?)\b|\d|:",
    re.I,
)
_REMARK = re.compile(  # what speaks of the draft, and is nothing for it to say
    rf"{WRONG.pattern}|\b(?:right|correct|fine|ok(?:ay)?|richtig|giusto|corretto|juste|bien)[.!]*$|^(?:no|nein|non)\b,|^you\b|"
    rf"\b(?:{'|'.join(NOUN)})\s+{MUST}(?!\w)|"
    r"\bthe (?:draft|text)\b",
    re.I,
)
_TO_SAY = re.compile(r"(?:please\s+)?(?:mention|say|state|write|note|tell (?:them|him|her))\s+that\s+", re.I)
_ASIDE = re.compile(
    r"(?:also|and|plus|fyi|p\.?s\.?|note|by the way|auch|au(?:ß|ss)erdem|"
    r"inoltre|anche|aussi|de plus|adem[áa]s|tambi[ée]n)"
    r"\s*[:,]\s+(?=\S)",
    re.I,
)


def fact(point: str) -> str:
    """Return the words of a point that the draft has to say; empty when it has none."""
    if words := written(point):
        return words
    aside = _ASIDE.match(point)
    text = point[aside.end() :] if aside else point
    if not is_fact(text):
        return ""
    return capital(text) if aside else text


def stated(point: str) -> str:
    """Return what a point says to be true (also after “mention that …”); empty when it states nothing."""
    match = _TO_SAY.match(point)
    text = point[match.end() :] if match else fact(point)
    return text if len(text.split()) > 2 else ""


def is_fact(point: str) -> bool:
    """Tell whether a point states a fact, and not what to do or what is wrong with the draft."""
    return (
        not _ORDER.match(point)
        and not point.endswith("?")
        and re.match(rf"{WHY}\b", point, re.I) is None
        and not is_doubt(point)
        and (_STATES.search(point) is not None or is_plan(point))
        and len(point.split()) > 2
        and not _REMARK.search(point)
        and not wished(plain(point))
    )


def is_order(point: str) -> bool:
    """Tell whether a point is an order about a text, and not itself text for the draft."""
    return _ORDER.match(point) is not None or re.match(r"(?:sign|ask|tell)\b", point, re.I) is not None
