"""The correction that two values of a sentence make."""

import re

from agents.offline.contrasts import CHANGE, INSTEAD, WRONG, noun_sort
from agents.offline.corrections.correction import Correction
from agents.offline.corrections.gaps import Gaps, is_new_first, is_old_first, is_renamed
from agents.offline.value import Sort, Value


def of_pair(text: str, one: Value, other: Value) -> Correction | None:
    """Return the correction that two values of a sentence make; None where they are not old and new."""
    if not may_replace(one, other) or one.same(other):
        return None
    gaps = Gaps(text[: one.start], text[one.end : other.start])
    subject = WRONG.sub(" ", gaps.before)
    sort = noun_sort(subject) or other.sort
    if is_new_first(gaps, one.sort):
        return Correction(
            old=other,
            new=one,
            subject=subject,
            sort=sort,
            ordered=bool(re.search(rf"\s{INSTEAD}\s", gaps.between, re.I)),
        )
    if is_renamed(gaps, text[other.end :]):
        return Correction(old=one, new=other, subject=subject, sort=sort, may_be_new_fact=True)
    if is_old_first(gaps, one.sort):
        return Correction(
            old=one, new=other, subject=subject, sort=sort, ordered=re.match(rf"{CHANGE}\b", text, re.I) is not None
        )
    return None


def may_replace(one: Value, other: Value) -> bool:
    """Tell whether one value may replace the other."""
    numbers = {Sort.SUM, Sort.SHARE, Sort.NUMBER}
    return one.sort is other.sort or (Sort.NUMBER in (one.sort, other.sort) and {one.sort, other.sort} <= numbers)
