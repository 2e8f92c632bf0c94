"""Whether a draft is as long as a criterion says: in words, questions, lines and the like."""

import re
from collections.abc import Callable

from storage.rules.own_words import count_words
from storage.rules.values.check import Check, Finding

_AT_MOST = re.compile(
    r"\b(?:at most|max(?:imum)?(?: of)?|no more than|under|below|fewer than|less than|up to|within)\s+"
    r"(?P<n>\d+)\s+(?P<unit>words?|questions?|sentences?|bullets?|points?|lines?|sections?|characters?)",
    re.I,
)
_AT_LEAST = re.compile(
    r"\b(?:at least|min(?:imum)?(?: of)?|no fewer than|more than|over)\s+(?P<n>\d+)\s+"
    r"(?P<unit>words?|questions?|sentences?|bullets?|points?|lines?|sections?|characters?)",
    re.I,
)
_UNITS: dict[str, Callable[[str], int]] = {
    "word": count_words,
    "question": lambda t: re.sub(r"https?://\S*", "", t).count("?"),
    "sentence": lambda t: len(re.findall(r"[.!?](?:\s|$)", t)),
    "bullet": lambda t: len(re.findall(r"^[ \t]*(?:[-*•]|\d{1,9}[.)])\s", t, re.M)),
    "point": lambda t: len(re.findall(r"^[ \t]*(?:[-*•]|\d{1,9}[.)])\s", t, re.M)),
    "line": lambda t: len([x for x in t.splitlines() if x.strip()]),
    "section": lambda t: len(re.findall(r"^#+\s", t, re.M)),
    "character": len,
}
ALWAYS_THERE = ("word", "character", "line", "sentence")  # what any text has; without any of the others nothing is met
UNDER = ("under", "below", "fewer", "less")
OVER = ("more than", "over")


def length(criterion: str, body: str) -> Check | None:
    """Return the check of a criterion about a length; None for any other criterion."""
    limit, floor = _AT_MOST.search(criterion), _AT_LEAST.search(criterion)
    match = limit or floor
    if match is None or re.search(r"\beach\b|\bevery\b|\bper\b", criterion, re.I):
        return None
    unit, bound = match["unit"].lower().rstrip("s"), int(match["n"])
    counted = _UNITS[unit](body)
    if limit and not counted and unit not in ALWAYS_THERE:
        return Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=f"There are no {unit}s in it to count.")
    strict = match[0].lower().startswith(UNDER if limit else OVER)
    met = (
        (counted < bound if strict else counted <= bound)
        if limit
        else (counted > bound if strict else counted >= bound)
    )
    return Check(
        criterion=criterion,
        finding=Finding.MET if met else Finding.NOT_MET,
        evidence=f"{counted:,} {unit}{'' if counted == 1 else 's'}",
    )
