"""Carry out a correction: replace a value everywhere, or ask what has to be known first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agents.offline.arranged import Section
from agents.offline.contrasts import SCOPE, WRONG, noun_sort
from agents.offline.corrections import Correction, correction
from agents.offline.material.material import Material
from agents.offline.remarks.sentences import split_sentences
from agents.offline.remarks.terms import terms
from agents.offline.step import Step
from agents.offline.swaps import Swap, found_in, shown, written
from agents.offline.value import Sort, Value
from agents.offline.values import values
from storage.rules.words import many

NAMED = 4  # values that a question names
_ARTICLES = frozenset(
    {"der", "die", "das", "den", "dem", "il", "lo", "la", "le", "les", "el", "los", "las", "des", "è", "est", "ist"}
)
_WEEKDAY_BEFORE = re.compile(r"(?P<weekday>[^\W\d_]{5,10}),?\s+(?:the\s+|den\s+|dem\s+)?$")


def corrected(point: str, parts: list[Section], material: Material) -> Step | None:
    """Replace a value that a reviewer corrects; when the point is not clear, change nothing and ask.
    None when the point corrects no value, or may tell a new fact.
    """
    wanted = correction(point)
    if wanted is None:
        return None
    if wanted.new is None:
        return Step(sections=parts, answer=_question_for_new(wanted, parts), done=False)
    old, new = wanted.old, wanted.new
    step = (
        _step_for_named_value(wanted, old, new, parts) if old is not None else _step_for_only_value(wanted, new, parts)
    )
    if step is not None and step.swaps and SCOPE.search(point) and len(_spots(parts, step.swaps[0].old)) > 1:
        return Step(
            sections=parts,
            answer=f"{shown(step.swaps[0].old)} stands in several places, and only all can be changed.",
            done=False,
        )
    if step is not None and step.done and not step.swaps and WRONG.search(point):
        return Step(sections=parts, answer=f"{shown(new)} stands there already: what is wrong?", done=False)
    return step


def _step_for_named_value(wanted: Correction, old: Value, new: Value, parts: list[Section]) -> Step | None:
    """Replace the old value that a correction names; None where the draft lacks it and a new fact may be told."""
    spots = _spots(parts, old)
    if not spots and old.sort is Sort.WORD:
        old = replace(old, figure="")  # in whatever case it is written
        spots = _spots(parts, old)
    if not spots and wanted.may_be_new_fact:
        return None
    if not spots:
        there = _enumerated(_replaceable_values(parts, new))
        return Step(
            sections=parts,
            answer=f"{shown(old)} does not stand in the draft.{f' It has {there}.' if there else ''}",
            done=False,
        )
    sorts = {spot.sort for spot in spots}
    named = noun_sort(wanted.subject)
    if len(sorts) > 1 and named in sorts - {Sort.NUMBER}:
        old = next(spot for spot in spots if spot.sort is named)
    elif len(sorts) > 1:
        return Step(sections=parts, answer=f"which {shown(old)}? The draft has {_enumerated(spots)}.", done=False)
    elif old.sort is Sort.NUMBER:
        old = spots[0]
    both = next((line for line in _lines(parts) if found_in(line, old) and found_in(line, new)), None)
    if both and not wanted.ordered:
        return Step(
            sections=parts,
            answer=f"{shown(old)} and {shown(new)} stand in one line, and both may be meant.",
            done=False,
        )
    return _replaced(parts, Swap(old, new))


def _step_for_only_value(wanted: Correction, new: Value, parts: list[Section]) -> Step | None:
    """Replace the only value that the new one may stand for; None where it is a new fact."""
    candidates = _replaceable_values(parts, new, wanted.sort)
    about = _values_in_sentences_on(wanted.subject, parts, new, wanted.sort, all_words=wanted.may_be_new_fact)
    of_any = not wanted.may_be_new_fact or wanted.vague or wanted.of_any_date
    others = [v for v in (candidates if of_any else about) if not v.same(new)]
    if wanted.may_be_new_fact and not others:
        return None
    if len(others) == 1 and len(candidates) == 1:
        return _replaced(parts, Swap(others[0], new))
    narrowed = [v for v in about if not v.same(new)]
    if len(narrowed) == 1 and len(about) == 1:
        return _replaced(parts, Swap(narrowed[0], new))
    if not others and candidates:
        return Step(sections=parts, answer=f"{shown(new)} stands there already.")
    return Step(sections=parts, answer=_question(wanted.sort, candidates), done=False)


def _question_for_new(wanted: Correction, parts: list[Section]) -> str:
    if wanted.old is None:
        kind = Value(sort=wanted.sort, figure="", text="", start=0, end=0)
        return _question(wanted.sort, _replaceable_values(parts, kind), right=True)
    spots = _spots(parts, wanted.old)
    if not spots:
        return f"{shown(wanted.old)} does not stand in the draft."
    return f"what is right instead of {shown(wanted.old)}? It stands in {many(len(spots), 'place')}."


def _question(sort: Sort, candidates: Sequence[Value], right: bool = False) -> str:
    name = "name" if sort is Sort.WORD else sort.value
    question = f"which {name} is right?" if right else f"which {name}?"
    if sort is Sort.WORD:
        return f"{question} Write it as “Anna, not Anne”."
    return f"{question} The draft has {_enumerated(candidates) or f'no {name}'}."


def _replaced(parts: Sequence[Section], swap: Swap) -> Step:
    """Put the new value everywhere; the answer says in how many places."""
    places, weekdays, sections = 0, list[str](), list[Section]()
    for part in parts:
        lines = [swap.apply(line) for line in part.lines]
        title, titled = swap.apply(part.title)
        weekdays += [day for line in part.lines for day in _weekdays(line, swap.old)]
        places += titled + sum(count for _, count in lines)
        sections.append(Section(title, tuple(text for text, _ in lines)))
    first = next(iter(_spots(parts, swap.old)), swap.old)
    told = Swap(first, replace(swap.new, text=written(first, swap.new)))
    check = f" “{weekdays[0]}” before it is as it was." if weekdays else ""
    return Step(sections=sections, answer=f"{told.words}, {many(places, 'place')}.{check}", swaps=(told,))


def _weekdays(line: str, old: Value) -> Iterator[str]:
    """Find the weekdays that stand before a replaced date; they may be wrong now."""
    if old.sort is not Sort.DATE:
        return
    for spot in found_in(line, old):
        match = _WEEKDAY_BEFORE.search(line[max(0, spot.start - 20) : spot.start])
        if match and any(v.sort is Sort.WEEKDAY for v in values(match["weekday"])):
            yield match["weekday"]


def _lines(parts: Sequence[Section]) -> list[str]:
    return [line for part in parts for line in (part.title, *part.lines)]


def _spots(parts: Sequence[Section], old: Value) -> list[Value]:
    return [spot for line in _lines(parts) for spot in found_in(line, old)]


def _replaceable_values(parts: Sequence[Section], like: Value, sort: Sort | None = None) -> list[Value]:
    """Return the different values of the draft that a value like this may replace."""
    return _without_repeats(v for line in _lines(parts) for v in values(line) if _fits(v, like, sort))


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


def _values_in_sentences_on(
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
    sentences = (s for line in _lines(parts) for s in ([line] if line.startswith("|") else split_sentences(line)))
    near = (s for s in sentences if (all if all_words else any)(_speaks_of(word, s) for word in wanted))
    return _without_repeats(v for sentence in near for v in values(sentence) if _fits(v, new, sort))


def _speaks_of(word: str, sentence: str) -> bool:
    return any(term == word or (len(word) > 3 and term.startswith(word)) for term in terms(sentence))


def _enumerated(values: Sequence[Value]) -> str:
    names = list(dict.fromkeys(shown(value) for value in values))
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    listed = [*names[:NAMED], *more]
    return f"{', '.join(listed[:-1])} and {listed[-1]}" if len(listed) > 1 else "".join(listed)
