"""What words such as “later” say of when."""

from enum import StrEnum

from storage.rules.replies import plain, tokens_of


class Until(StrEnum):
    """What words such as “later” say of when."""

    NEXT = "the next collection"
    TOMORROW = "tomorrow"
    MONDAY = "monday"
    NEXT_WEEK = "monday next week"


_TOMORROW = frozenset({"tomorrow", "morgen", "domani", "demain", "manana", "amanha"})
_TODAY = frozenset({"today", "heute", "oggi", "aujourd'hui", "hoy"})
_NO = frozenset({"not", "nicht", "non", "pas", "no"})
_MONDAY = frozenset({"monday", "montag", "lunedi", "lundi", "lunes"})
_WEEK = frozenset({"week", "woche", "settimana", "semaine", "semana"})


def until_of(text: str) -> Until:
    """Return what the words of somebody who puts something off say of when; the next collection where nothing else."""
    words = tokens_of(plain(text))
    if _TODAY.intersection(words):  # “not today”, “later today”
        return Until.TOMORROW if _NO.intersection(words) else Until.NEXT
    for named, until in ((_TOMORROW, Until.TOMORROW), (_MONDAY, Until.MONDAY), (_WEEK, Until.NEXT_WEEK)):
        if named.intersection(words):
            return until
    return Until.NEXT
