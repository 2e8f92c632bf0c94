"""The values of a draft that a correction may mean."""

from collections.abc import Iterable, Sequence

from agents.offline.arranged import Section
from agents.offline.contrasts import noun_sort
from agents.offline.remarks.sentences import split_sentences
from agents.offline.remarks.terms import terms
from agents.offline.swaps import found_in
from agents.offline.value import Sort, Value
from agents.offline.values import values

_ARTICLES = frozenset(
    {"der", "die", "das", "den", "dem", "il", "lo", "la", "le", "les", "el", "los", "las", "des", "è", "est", "ist"}
)


def lines_of(parts: Sequence[Section]) -> list[str]:
    """Return the titles and the lines of sections."""
    return [line for part in parts for line in (part.title, *part.lines)]


def spots_of(parts: Sequence[Section], old: Value) -> list[Value]:
    """Return where a value stands in a draft."""
    return [spot for line in lines_of(parts) for spot in found_in(line, old)]


def replaceable_values(parts: Sequence[Section], like: Value, sort: Sort | None = None) -> list[Value]:
    """Return the different values of the draft that a value like this may replace."""
    return _without_repeats(v for line in lines_of(parts) for v in values(line) if _fits(v, like, sort))


def _fits(value: Value, like: Value, sort: Sort | None) -> bool:
    if like.sort is Sort.NUMBER:
        return (
            value.sort is sort if sort in (Sort.SUM, Sort.SHARE) else value.sort in (Sort.SUM, Sort.SHARE, Sort.NUMBER)
        )
    return value.sort is like.sort and (not like.unit or value.unit == like.unit)


def _without_repeats(values: Iterable[Value]) -> list[Value]:
    kept: dict[tuple[object, ...], list[Value]] = {}
    for value in values:
        day = value.day
        alike = kept.setdefault((day.month, day.day) if day else (value.sort, value.figure, value.unit), [])
        if not any(value.same(other) for other in alike):
            alike.append(value)
    return [value for alike in kept.values() for value in alike]


def values_in_sentences_on(
    subject: str, parts: Sequence[Section], new: Value, sort: Sort, *, all_words: bool
) -> list[Value]:
    """Return the different values in the sentences that speak of a subject.

    Args:
        all_words: whether a sentence must have all words of the subject, and not only one.
    """
    wanted = set(terms(subject)) - _ARTICLES
    wanted = {word for word in wanted if noun_sort(word) is None} or wanted
    if not wanted:
        return []
    sentences = (s for line in lines_of(parts) for s in ([line] if line.startswith("|") else split_sentences(line)))
    near = (s for s in sentences if (all if all_words else any)(_speaks_of(word, s) for word in wanted))
    return _without_repeats(v for sentence in near for v in values(sentence) if _fits(v, new, sort))


def _speaks_of(word: str, sentence: str) -> bool:
    return any(term == word or (len(word) > 3 and term.startswith(word)) for term in terms(sentence))
