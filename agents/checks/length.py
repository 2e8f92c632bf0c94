"""Whether a draft is as long as a criterion says: in words, questions, lines and the like."""

import re
from collections.abc import Callable

from storage.rules.own_words import count_words
from storage.rules.values.check import Check, Finding

_COUNT = r"\s+(?P<n>\d+)\s+(?P<unit>words?|questions?|sentences?|bullets?|points?|lines?|sections?|characters?)"
_NOT = r"(?:no|not)(?: be)? "
_PLAIN = r"(?<!no )(?<!not )(?<!not be )"  # “no fewer than” is no “fewer than”
_AT_MOST = re.compile(
    rf"\b(?:at most|max(?:imum)?(?: of)?|up to|within|{_NOT}(?:more than|over)|"
    rf"{_PLAIN}(?:under|below|fewer than|less than)){_COUNT}",
    re.I,
)
_AT_LEAST = re.compile(
    rf"\b(?:at least|min(?:imum)?(?: of)?|{_NOT}(?:fewer than|less than|under|below)|{_PLAIN}(?:more than|over))"
    + _COUNT,
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
    if not (limit or floor) or re.search(r"\beach\b|\bevery\b|\bper\b", criterion, re.I):
        return None
    if limit and not _count(limit, body) and _unit(limit) not in ALWAYS_THERE:
        evidence = f"There are no {_unit(limit)}s in it to count."
        return Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=evidence)
    met = (limit is None or _is_under(limit, body)) and (floor is None or _is_over(floor, body))
    told = dict.fromkeys(_told(match, body) for match in (limit, floor) if match)
    return Check(criterion=criterion, finding=Finding.MET if met else Finding.NOT_MET, evidence=", ".join(told))


def _unit(match: re.Match[str]) -> str:
    return match["unit"].lower().rstrip("s")


def _count(match: re.Match[str], body: str) -> int:
    return _UNITS[_unit(match)](body)


def _is_under(limit: re.Match[str], body: str) -> bool:
    count, most = _count(limit, body), int(limit["n"])
    return count < most if limit[0].lower().startswith(UNDER) else count <= most


def _is_over(floor: re.Match[str], body: str) -> bool:
    count, least = _count(floor, body), int(floor["n"])
    return count > least if floor[0].lower().startswith(OVER) else count >= least


def _told(match: re.Match[str], body: str) -> str:
    count = _count(match, body)
    return f"{count:,} {_unit(match)}{'' if count == 1 else 's'}"
