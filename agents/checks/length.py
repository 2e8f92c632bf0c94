"""Whether a draft is as long as a criterion says: in words, questions, lines and the like."""

import re
from collections.abc import Sequence

from agents.checks.counting import COUNTS
from storage.rules.values.check import Check, Finding

_COUNT = (
    r"\s+(?P<n>\d{1,3}(?:[.,]\d{3})+|\d{1,9})\s+"
    r"(?P<unit>words?|questions?|sentences?|bullets?|points?|lines?|sections?|characters?)\b"
)
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
_NEGATED = re.compile(r"\b(?:no|not|never|nothing|none|nobody|cannot|without)\b|n['’]t\b", re.I)
_PART = re.compile(  # what is limited is a part of the draft, or is counted in another way
    r"\b(?:titles?|subject|headlines?|headings?|summary|abstract|introduction|intro|paragraphs?|sentences?|sections?|"
    r"bullets?|points?|answers?|items?|rows?|cells?|columns?|code|first|last|opening|closing|each|every|per|all|"
    r"excluding|without|except|not counting|or|of|then)\b",
    re.I,
)
_IN = re.compile(r"\b\w+ in\s*\Z", re.I)  # “Summary in at most 12 words” is all of it
ALWAYS_THERE = ("word", "character", "line", "sentence")  # what any text has; without any of the others nothing is met
UNDER = ("under", "below", "fewer", "less")
OVER = ("more than", "over")


def is_of_the_whole(criterion: str, limits: Sequence[re.Match[str]]) -> bool:
    """Tell whether limits hold for all of a draft, and as they stand: “title of at most 6 words” does not."""
    rest, end = list[str](), 0
    for limit in sorted(limits, key=lambda match: match.start()):
        rest.append(_IN.sub("", criterion[end : limit.start()]))
        end = limit.end()
    return not _NEGATED.search(" ".join(rest)) and not _PART.search(" ".join([*rest, criterion[end:]]))


def length(criterion: str, body: str) -> Check | None:
    """Return the check of a criterion about a length; None for any other, and where code can't be sure."""
    limits, floors = list(_AT_MOST.finditer(criterion)), list(_AT_LEAST.finditer(criterion))
    if not (limits or floors) or not is_of_the_whole(criterion, [*limits, *floors]):
        return None
    counts = {_unit(match): COUNTS[_unit(match)](body) for match in (*limits, *floors)}
    sure = {unit: count for unit, count in counts.items() if count is not None}
    if len(sure) < len(counts):
        return None
    if (none := next((_unit(m) for m in limits if not sure[_unit(m)] and _unit(m) not in ALWAYS_THERE), "")) != "":
        evidence = f"There are no {none}s in it to count."
        return Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=evidence)
    met = all(_is_under(m, sure[_unit(m)]) for m in limits) and all(_is_over(m, sure[_unit(m)]) for m in floors)
    told = ", ".join(f"{count:,} {unit}{'' if count == 1 else 's'}" for unit, count in sure.items())
    return Check(criterion=criterion, finding=Finding.MET if met else Finding.NOT_MET, evidence=told)


def _unit(match: re.Match[str]) -> str:
    return match["unit"].lower().rstrip("s")


def _number(match: re.Match[str]) -> int:
    return int(re.sub(r"\D", "", match["n"]))


def _is_under(limit: re.Match[str], count: int) -> bool:
    return count < _number(limit) if limit[0].lower().startswith(UNDER) else count <= _number(limit)


def _is_over(floor: re.Match[str], count: int) -> bool:
    return count > _number(floor) if floor[0].lower().startswith(OVER) else count >= _number(floor)
