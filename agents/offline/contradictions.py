"""Where notes contradict each other: two sums for one thing, or a line that says that both can't be right."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, combinations

from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.material.notes import dated
from agents.offline.remarks.remark import Remark
from agents.offline.remarks.terms import terms

_SUM = re.compile(
    r"[€$£]\s?\d[\d.,]*\d|[€$£]\s?\d|(?:\d[\d.,]*\d|\d)\s?(?:[€$£]|(?:EUR|USD|GBP|CHF|euros?|dollars?)\b)"
)
_NOT = r"(?:can['’]?t|cannot|can not|could not|couldn['’]t)"
_RIGHT = r"be (?:right|true|correct)\b"
_WORD = re.compile(r"\w[\w’'-]*")
NAME = 4  # words of a line that only names what comes next
COMPARED = 50  # sentences of one thing that are compared with each other
_BOTH = re.compile(
    rf"\b{_NOT} (?:both|all) {_RIGHT}|\b(?:both|all|they|these|those) (?:of them )?{_NOT} {_RIGHT}|"
    r"\bcontradict\w*|\bthat(?: is|['’]s) wrong\b",
    re.I,
)
_NO = re.compile(r"(?:No|Wrong)\s?[:,!–—]\s", re.I)
_THING = r"(?:(?:the|our|a|an)\s+)?(?P<thing>[^\W\d][\w /-]{1,40}?)"
_IS = re.compile(rf"{_THING}\s*(?P<verb>:|=|\bis\b|\bcosts?\b)\s*(?P<sum>{_SUM.pattern})(?P<only>[^.,;!?]*)", re.I)
_ONLY = re.compile(  # what a sum holds for: one per seat does not contradict one per year
    r"(?:\b(?:(?:per|each|every|a|an|for|with|without|if|plus|net|gross|before|after|until|till|from|since|now|today|"
    r"currently|later|next|this|last|monthly|yearly|annually|weekly|"
    r"in (?:the )?(?:first|second))\b|in [A-ZÀ-Þ0-9]).*|/\s?\w+)"
)
_DENIED = re.compile(
    r"\b(?:not?|nothing|nobody|never|none|neither|no longer|\w+n['’]t)\b[^.!?]{0,200}\bcontradict", re.I
)


def contradictions(material: Material) -> tuple[str, ...]:
    """Return what the notes say in two ways without deciding between them."""
    settled = {_bare(s) for r in material.decided() for s in _sums(r.words)}
    found: list[str] = []
    for thing, pair, words in (*_marked(material.remarks), *_two_sums(material.remarks)):
        if settled & set(map(_bare, pair)):
            continue
        on = f" on {thing}" if thing else ""
        told = " and ".join(pair) or quoted(words, 20)
        found.append(f"The notes contradict each other{on}: {told}{'' if told.endswith('”') else '.'}")
    return tuple(dict.fromkeys(found))


def _marked(remarks: Sequence[Remark]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """The lines that say so themselves, each with the sums that they are about."""
    for at, remark in enumerate(remarks):
        says_no = _NO.match(remark.words) is not None and bool(_sums(remark.words))
        if _DENIED.search(remark.words) or (not says_no and not _BOTH.search(remark.words)):
            continue
        earlier = remarks[at - 1 : at] if says_no else remarks[:at]
        before = next((r for r in reversed(earlier) if _sums(r.words) and r.source == remark.source), None)
        if before is not None and before.asks and not _BOTH.search(remark.words):
            continue  # it answers a question
        sums = _different(_sums(remark.words))
        if len(sums) < 2 and before is not None:
            sums = _different([*_sums(before.words), *sums])
        if len(sums) > 1:
            yield _thing([*([before] if before else []), remark]), (sums[0], sums[-1]), remark.words
        elif not says_no:
            yield "", (), remark.words


def _two_sums(remarks: Sequence[Remark]) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """What has one sum in one sentence, and another in another."""
    said = [
        (at, m)
        for at, r in enumerate(remarks)
        if not r.asks and not dated(r)
        for s in r.sentences
        if (m := _IS.match(s))
    ]
    named = list(accumulate(map(_names_next, remarks), initial=0))
    for one, other in _of_one_thing([m for _, m in said]):
        (at, first), (later, second) = said[one], said[other]
        between = remarks[at], remarks[later]
        keyed = first["verb"] in ":=" or second["verb"] in ":="
        parted = named[later + 1] > named[at] or between[0].block != between[1].block
        apart = between[0].heading != between[1].heading or (keyed and parted)
        if not apart and _alike(first["only"], second["only"]) and len(_different([first["sum"], second["sum"]])) > 1:
            yield _named(first), (first["sum"], second["sum"]), between[0].words


def _names_next(remark: Remark) -> bool:
    """Whether a line only names what comes next."""
    return not _IS.match(remark.words) and len(remark.text.split()) <= NAME and remark.text[-1:] not in ".!?"


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


def _thing(remarks: Sequence[Remark]) -> str:
    named = next((m for r in remarks for s in r.sentences if (m := _IS.match(s)) and terms(m["thing"])), None)
    if named is not None:
        return _named(named)
    text = " ".join(r.words for r in remarks).lower()
    kind = next((word for word in ("price", "cost", "fee", "budget", "refund", "discount") if word in text), "")
    return f"the {kind}" if kind else ""


def _named(match: re.Match[str]) -> str:
    """What a sentence is about, as it is called within one: “the price”, “Vendor A”."""
    thing: str = match["thing"]
    led = match.start("thing") > match.start()
    named = any(c.isupper() for c in thing[1:]) or (not led and match["verb"] not in ":=")
    return f"the {thing}" if named and led else thing if named else f"the {thing.lower()}"


def _sums(text: str) -> list[str]:
    return [m[0] for m in _SUM.finditer(text)]


def _different(sums: Sequence[str]) -> list[str]:
    return list({_bare(s): s for s in reversed(sums)}.values())[::-1]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
