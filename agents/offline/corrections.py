"""What a reviewer's sentence corrects, in five languages: what is wrong, and what is right instead."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agents.offline.contrasts import (
    ARROW,
    ART,
    BUT,
    CALLED,
    CHANGE,
    DATES,
    EXCHANGE,
    EXCHANGE_ABROAD,
    FOR,
    FOR_ABROAD,
    FRAMES,
    FROM,
    INSTEAD,
    IS,
    IT,
    IT_IS,
    MOVED,
    MUST,
    NAME,
    NOT,
    PLEASE,
    PRONOUN,
    QUOTED,
    RIGHT,
    SAYS,
    TAIL,
    TO,
    WAS,
    WHY,
    WRONG,
    noun_sort,
)
from agents.offline.doubts import is_denied
from agents.offline.value import Sort, Value
from agents.offline.values import value_of, values
from agents.offline.wording import LONGEST, verb_first, without_lead

_AROUND = frozenset(re.findall(r"\w+", "the our is der die das ist lautet il la è le el est es nuova neue new correct"))
_DOUBT = rf"\W*(?:{WHY}\s+)?{ART}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A wrong value and the right one, as far as a sentence names them.

    Attributes:
        old: the wrong value; None where it is not named.
        new: the right value; None where it is not named.
        subject: the words before them that tell which value is meant, “the launch date”.
        sort: the kind of value.
        ordered: whether the sentence orders the change (“change … to …”), and does not only say what is right.
        may_be_new_fact: whether it may as well tell something that the draft does not have.
    """

    old: Value | None
    new: Value | None
    subject: str = ""
    sort: Sort = Sort.WORD
    ordered: bool = False
    may_be_new_fact: bool = False

    @property
    def vague(self) -> bool:
        """Whether the subject is empty or only a pronoun."""
        return not self.subject.strip() or PRONOUN.match(self.subject) is not None

    @property
    def of_any_date(self) -> bool:
        """Whether the subject is only “the date”."""
        return bool(DATES & set(words := re.findall(r"\w+", self.subject.lower()))) and set(words) - DATES <= _AROUND


@dataclass(frozen=True, slots=True)
class _Gaps:
    """The words around two values."""

    before: str
    between: str


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
    targets = _targets(text)
    for one, other in pairwise(targets):
        if pair := _pair(text, one, other):
            return pair
    if len(targets) == 1 and (single := _single(text, targets[0])):
        return single
    if wrong := _without_new(text, targets):
        return wrong
    return _in_words(text) if not targets or all(t.sort is Sort.WORD for t in targets) else None


def lacks_new(point: str) -> bool:
    """Tell whether a point says that something is wrong, or doubts a value (“15 December?”), but not what is right."""
    found = correction(point)
    return (found is not None and found.new is None) or _only_doubts(point)


def _only_doubts(point: str) -> bool:
    value = _targets(point)[0] if len(point) < LONGEST and len(_targets(point)) == 1 else None
    around = (point[: value.start], point[value.end :]) if value else ("", "")
    return re.fullmatch(_DOUBT, around[0], re.I) is not None and re.fullmatch(r"\s*\?+", around[1]) is not None


def says_new(point: str) -> bool:
    """Tell whether a point says only what is right (“It is 2 December”)."""
    text = without_lead(point).strip(" .!")
    targets = _targets(text)
    before = text[: targets[0].start] if len(targets) == 1 else "?"
    return len(targets) == 1 and re.fullmatch(rf"(?:{IT_IS}|(?:{IT}\s+)?{MUST})?\s*{ART}", before, re.I) is not None


def _targets(text: str) -> list[Value]:
    """The values and quotations of a sentence; its names where it has neither."""
    quoted = [
        replace(value_of(next(g for g in m.groups() if g)), start=m.start(), end=m.end()) for m in QUOTED.finditer(text)
    ]
    free = QUOTED.sub(lambda m: "\n" * len(m[0]), text)
    found = [*quoted, *values(free)]
    if not found or (quoted and len(found) == 1):
        found += (_word(m[0], m.start(), m.end()) for m in NAME.finditer(free))
    return sorted(found, key=lambda value: value.start)


def _word(text: str, start: int, end: int) -> Value:
    return Value(sort=Sort.WORD, figure=text, text=text, start=start, end=end)


def _pair(text: str, one: Value, other: Value) -> Correction | None:
    """The correction that two values of a sentence make; None where they are not old and new."""
    if not may_replace(one, other) or one.same(other):
        return None
    gaps = _Gaps(text[: one.start], text[one.end : other.start])
    subject = WRONG.sub(" ", gaps.before)
    sort = noun_sort(subject) or other.sort
    if _new_first(gaps, one.sort):
        return Correction(
            old=other,
            new=one,
            subject=subject,
            sort=sort,
            ordered=bool(re.search(rf"\s{INSTEAD}\s", gaps.between, re.I)),
        )
    if _renamed(gaps, text[other.end :]):
        return Correction(old=one, new=other, subject=subject, sort=sort, may_be_new_fact=True)
    if _old_first(gaps, one.sort):
        return Correction(
            old=one, new=other, subject=subject, sort=sort, ordered=re.match(rf"{CHANGE}\b", text, re.I) is not None
        )
    return None


def may_replace(one: Value, other: Value) -> bool:
    """Tell whether one value may replace the other."""
    numbers = {Sort.SUM, Sort.SHARE, Sort.NUMBER}
    return one.sort is other.sort or (Sort.NUMBER in (one.sort, other.sort) and {one.sort, other.sort} <= numbers)


def _renamed(gaps: _Gaps, after: str) -> bool:
    """Whether the second is the new name of the first, “Anne is called Anna”."""
    called = re.fullmatch(rf"\s+{CALLED}\s+{ART}", gaps.between, re.I)
    return called is not None and not gaps.before.strip() and TAIL.fullmatch(after) is not None


def _doubted(gaps: _Gaps, sort: Sort) -> bool:
    """Whether the first is doubted, “15 December? No, 2 December.”; of two names, only the “no” tells."""
    says = re.fullmatch(
        rf"\s*\?+\s*(?P<no>(?:no|nope|nein|non)\b[\s,.:;!–—-]*)?(?:{IT_IS}|(?:{IT}\s+)?{MUST})?\s*{ART}",
        gaps.between,
        re.I,
    )
    return says is not None and (says["no"] or sort is not Sort.WORD) and bool(re.fullmatch(_DOUBT, gaps.before, re.I))


def _new_first(gaps: _Gaps, sort: Sort) -> bool:
    """Whether the new value stands first, “2 December, not 15 December”; two names are mostly a fact, and need more."""
    between = r"" if sort is Sort.WORD else r"(?:\s[\w’-]+){0,3}"
    contrast = re.fullmatch(rf"{between}[\s,;(–—-]*(?:(?:and|but|und|e|et|y)\s+)?{NOT}\s+{ART}", gaps.between, re.I)
    instead = re.fullmatch(rf"[\s,;(–—-]*{INSTEAD}\s+{ART}", gaps.between, re.I)
    if not (contrast or instead) or _ends(gaps.before, rf"\b{NOT}\s+{ART}"):
        return False
    named = rf"(?:^|{IS}|{WAS}|['’]s|est|{MUST}|\b(?:use|write|say|put|usa|scrivi|schreibe?|écris|escribe))\s*{ART}"
    return sort is not Sort.WORD or _ends(gaps.before, named)


def _old_first(gaps: _Gaps, sort: Sort) -> bool:
    """Whether the old value stands first: “15 December should be 2 December”, “not 39 € but 49 €”, “change … to …”."""
    before, between = gaps.before, gaps.between
    turned = re.fullmatch(rf"\s*(?:{ARROW}|{MUST})\s*{ART}", between, re.I)
    denied = _ends(before, rf"\b{NOT}\s+{ART}") and re.fullmatch(
        rf"[\s,;:–—-]*(?:{BUT}|(?:{BUT}\s+)?{IT_IS}|(?:{IT}\s+)?{MUST})?\s*{ART}", between, re.I
    )
    verbs = ((EXCHANGE, FOR), (EXCHANGE_ABROAD, FOR_ABROAD)) if sort is Sort.WORD else ((CHANGE, TO),)
    changed = any(
        re.match(rf"{verb}\b", before, re.I) and re.fullmatch(rf"[\s“”\"]*{to}\s+{ART}", between, re.I)
        for verb, to in verbs
    )
    instead = _ends(before, rf"{INSTEAD}\s+{ART}") and len(between) < 30
    match = re.match(SAYS, before, re.I) and re.fullmatch(rf"[\s,;:–—-]*(?:{BUT}\s+)?{IT_IS}\s*{ART}", between, re.I)
    wrong = len(between) < 80 and WRONG.search(between)
    moved = _ends(before, rf"\s{MOVED}\s+{FROM}\s+{ART}") and re.fullmatch(rf"\s*{TO}\s+{ART}", between, re.I)
    return bool(turned or denied or changed or instead or match or wrong or moved) or _doubted(gaps, sort)


def _ends(text: str, pattern: str) -> bool:
    """Whether a text ends with a pattern; only its last 60 characters are read."""
    return re.search(rf"{pattern}$", text[-60:], re.I) is not None


def _single(text: str, value: Value) -> Correction | None:
    """The correction that the only value of a sentence makes, as the old or the new one; None where it is neither."""
    before, after = text[: value.start], text[value.end :]
    if WRONG.fullmatch(before.strip(" :")):
        return Correction(old=value, new=None, subject="", sort=value.sort)
    sort = noun_sort(before) or value.sort
    if WRONG.match(re.sub(rf"^\s*(?:{IS}|{WAS})\s+", "", after, flags=re.I).lstrip()):
        return Correction(old=value, new=None, subject=before, sort=value.sort)
    if not TAIL.fullmatch(after):
        return None
    if _ends(before, rf"\b(?:{IS}\s+{NOT}|non\s+(?:è|e['’])|no\s+es|n['’]est\s+pas|isn['’]t|['’]s\s+not)\s+{ART}"):
        return Correction(old=value, new=None, subject=before, sort=value.sort)
    fits = sort is value.sort or may_replace(value, Value(sort=sort, figure="", text="", start=0, end=0))
    new, subject = (value if fits else None), RIGHT.sub(" ", WRONG.sub(" ", before))
    ordered = re.match(rf"{CHANGE}\b", before, re.I) and (
        _ends(before, rf"\s{TO}\s+{ART}") or re.match(rf"(?:make|mach)\s+{IT}\s", before, re.I)
    )
    if ordered or re.fullmatch(rf"(?:use|write|take)\s+{ART}", before, re.I):
        return (
            Correction(old=None, new=new, subject=subject, sort=sort, ordered=True)
            if value.sort is not Sort.WORD
            else None
        )
    if moved := re.search(rf"\s{MOVED}\s+{TO}\s+{ART}$", before[-90:], re.I):
        return Correction(
            old=None, new=new, subject=before[: moved.start() - len(before[-90:])], sort=sort, may_be_new_fact=True
        )
    told = _ends(before, rf"(?:{MUST}|\b{IS}|['’](?:s|est)|\best)\s+{ART}") or _ends(before, r"[:,–—-]\s*")
    if WRONG.search(before) or (told and RIGHT.search(before)) or _ends(before, rf"\s{MUST}\s+{ART}"):
        return Correction(old=None, new=new, subject=subject, sort=sort)
    stated = _states(before, value.sort) and (told or not before.strip())
    return Correction(old=None, new=new, subject=subject, sort=sort, may_be_new_fact=True) if stated else None


def _states(before: str, sort: Sort) -> bool:
    """Whether the words before a value only say what it is of: “the price is”, “price:”, “it is”, or nothing."""
    if sort is Sort.WORD or (not before.strip() and sort in (Sort.NUMBER, Sort.CODE)):
        return False
    named = rf"(?:the|our|der|die|das|il|lo|la|le|el|l['’])\s*(?:[\w’-]+\s+){{1,6}}(?:{IS}\s+)?{ART}"
    vague = rf"(?:(?:{IT}\s+|it['’]s\s+)(?:{IS}\s+)?)?{ART}"
    labeled = r"(?:[\w’-]+\s+){0,3}[\w’-]+\s*:\s*"
    return any(re.fullmatch(pattern, before, re.I) for pattern in (named, vague, labeled))


def _without_new(text: str, targets: Sequence[Value]) -> Correction | None:
    """The correction of a complaint about a value, or of an order to change it, that does not say what is right."""
    ordered = re.fullmatch(rf"{CHANGE}\s+{ART}(?:[\w’-]+\s+){{0,2}}[\w’-]+", text.strip(" .!"), re.I)
    sort = noun_sort(text)
    if sort is None or not (ordered or WRONG.search(text)) or len(text.split()) > 12:
        return None
    return Correction(old=None, new=None, subject=WRONG.sub(" ", text), sort=sort, ordered=bool(ordered))


def _in_words(text: str) -> Correction | None:
    """The correction that replaces words by words (“replace seat with team”)."""
    bare = text.strip(" .!,")
    tail = re.search(rf"[\s,]+{PLEASE}$", bare, re.I)
    bare = bare[: tail.start()] if tail else bare
    match = next((m for frame in FRAMES if (m := frame.fullmatch(bare))), None)
    if match is None:
        return None
    old, new = (match[name].strip(" .,“”\"„«»'‘’") for name in ("old", "new"))
    if not old or not new or re.match(r"(?:something|anything|an?\s+\w+er|one\s+that)\b", new, re.I):
        return None
    return Correction(old=value_of(old), new=value_of(new), ordered=True)
