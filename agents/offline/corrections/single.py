"""The correction that the only value of a sentence makes."""

import re

from agents.offline.contrasts import ART, CHANGE, IS, IT, MOVED, MUST, NOT, RIGHT, TAIL, TO, WAS, WRONG, noun_sort
from agents.offline.corrections.correction import Correction
from agents.offline.corrections.gaps import ends_with
from agents.offline.corrections.pair import may_replace
from agents.offline.value import Sort, Value


def of_single(text: str, value: Value) -> Correction | None:
    """Return the correction that the only value makes, as the old or the new one; None where it is neither."""
    before, after = text[: value.start], text[value.end :]
    if WRONG.fullmatch(before.strip(" :")):
        return Correction(old=value, new=None, subject="", sort=value.sort)
    sort = noun_sort(before) or value.sort
    if WRONG.match(re.sub(rf"^\s*(?:{IS}|{WAS})\s+", "", after, flags=re.I).lstrip()):
        return Correction(old=value, new=None, subject=before, sort=value.sort)
    if not TAIL.fullmatch(after):
        return None
    if ends_with(before, rf"\b(?:{IS}\s+{NOT}|non\s+(?:è|e['’])|no\s+es|n['’]est\s+pas|isn['’]t|['’]s\s+not)\s+{ART}"):
        return Correction(old=value, new=None, subject=before, sort=value.sort)
    fits = sort is value.sort or may_replace(value, Value(sort=sort, figure="", text="", start=0, end=0))
    new, subject = (value if fits else None), RIGHT.sub(" ", WRONG.sub(" ", before))
    ordered = re.match(rf"{CHANGE}\b", before, re.I) and (
        ends_with(before, rf"\s{TO}\s+{ART}") or re.match(rf"(?:make|mach)\s+{IT}\s", before, re.I)
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
    told = ends_with(before, rf"(?:{MUST}|\b{IS}|['’](?:s|est)|\best)\s+{ART}") or ends_with(before, r"[:,–—-]\s*")
    if WRONG.search(before) or (told and RIGHT.search(before)) or ends_with(before, rf"\s{MUST}\s+{ART}"):
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
