"""Two sums for one thing."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations

from agents.offline.contradictions.sums import IS, different, thing_named
from agents.offline.material.notes import dated
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.terms import terms

_WORD = re.compile(r"\w[\w’'-]*")
NAME = 4  # words of a line that only names what comes next
COMPARED = 50  # sentences of one thing that are compared with each other
_ONLY = re.compile(  # what a sum holds for: one per seat does not contradict one per year
    r"(?:\b(?:(?:per|each|every|a|an|for|with|without|if|plus|net|gross|before|after|until|till|from|since|now|today|"
    r"currently|later|next|this|last|monthly|yearly|annually|weekly|"
    r"in (?:the )?(?:first|second))\b|in [A-ZÀ-Þ0-9]).*|/\s?\w+)"
)


def two_sums(remarks: Sequence[Remark]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Find what has one sum in one sentence, and another in another."""
    said = [
        (at, m)
        for at, r in enumerate(remarks)
        if not r.asks and not dated(r)
        for s in r.sentences
        if (m := IS.match(s))
    ]
    named = list(accumulate(map(_names_next, remarks), initial=0))
    for one, other in _of_one_thing([m for _, m in said]):
        (at, first), (later, second) = said[one], said[other]
        between = remarks[at], remarks[later]
        keyed = first["verb"] in ":=" or second["verb"] in ":="
        parted = named[later + 1] > named[at] or between[0].block != between[1].block
        apart = between[0].heading != between[1].heading or (keyed and parted)
        if not apart and _alike(first["only"], second["only"]) and len(different([first["sum"], second["sum"]])) > 1:
            yield thing_named(first), (first["sum"], second["sum"]), between[0].words


def _names_next(remark: Remark) -> bool:
    """Whether a line only names what comes next."""
    return not IS.match(remark.words) and len(remark.text.split()) <= NAME and remark.text[-1:] not in ".!?"


def _of_one_thing(matches: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Return which sentences are of the same thing, by two: names that differ in a letter are different things."""
    places = dict[frozenset[str], list[int]]()
    for place, match in enumerate(matches):
        if terms(match["thing"]):
            places.setdefault(_identity(match["thing"]), []).append(place)
    return sorted(pair for each in places.values() for pair in combinations(each[:COMPARED], 2))


def _identity(thing: str) -> frozenset[str]:
    return frozenset(re.sub(r"(?:['’]s|(?<=[^s])s)$", "", w) if len(w) > 3 else w for w in _WORD.findall(thing.lower()))


def _alike(first: str, second: str) -> bool:
    """Whether two sums hold for the same: one per seat, and one of which nothing is said, may."""
    one, other = (m[0].strip().lower() if (m := _ONLY.search(only)) else "" for only in (first, second))
    return not one or not other or one == other
