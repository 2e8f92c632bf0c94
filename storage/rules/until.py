"""What words such as “later” say of when."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from itertools import pairwise

from storage.rules.plain import plain, tokens_of


class Until(StrEnum):
    """What words such as “later” say of when."""

    NEXT = "the next collection"
    TOMORROW = "tomorrow"
    DAY_AFTER = "in 2 days"
    MONDAY = "monday"
    NEXT_WEEK = "monday next week"


_TOMORROW = frozenset({"tomorrow", "morgen", "domani", "demain", "manana", "amanha"})
_TODAY = frozenset({"today", "heute", "oggi", "aujourd'hui", "hoy"})
_NO = frozenset({"not", "nicht", "non", "pas", "no"})
_BETWEEN = frozenset({"on", "next", "this", "am", "a", "il", "le", "el"})  # what may stand between a no and its day
_MONDAY = frozenset({"monday", "montag", "lunedi", "lundi", "lunes"})
_WEEK = frozenset({"week", "woche", "settimana", "semaine", "semana"})


def _is_ruled_out(words: Sequence[str], named: Collection[str]) -> bool:
    """Tell whether a day is named as one on which it is not to come: “later, not on Monday”."""
    said = [word for word in words if word not in _BETWEEN]
    return any(no in _NO and day in named for no, day in pairwise(said))


def until_of(text: str) -> Until:
    """Return what the words of somebody who puts something off say of when; the next collection where nothing else."""
    words = tokens_of(plain(text))
    if _TODAY.intersection(words):  # “not today”, “later today”, “today, not tomorrow”
        if _is_ruled_out(words, _TOMORROW):
            return Until.DAY_AFTER if _is_ruled_out(words, _TODAY) else Until.NEXT
        return Until.TOMORROW if _NO.intersection(words) else Until.NEXT
    for named, until in ((_TOMORROW, Until.TOMORROW), (_MONDAY, Until.MONDAY), (_WEEK, Until.NEXT_WEEK)):
        if named.intersection(words) and not _is_ruled_out(words, named):
            return until
    return Until.NEXT
