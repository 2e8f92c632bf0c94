"""Carry out a correction: replace a value everywhere, or ask what has to be known first."""

from dataclasses import replace

from agents.offline.arranged import Section
from agents.offline.contrasts import SCOPE, WRONG, noun_sort
from agents.offline.corrections.correction import Correction
from agents.offline.corrections.reading import correction
from agents.offline.material.material import Material
from agents.offline.mending.asking import enumerated, question_for_new, question_which
from agents.offline.mending.candidates import lines_of, replaceable_values, spots_of, values_in_sentences_on
from agents.offline.mending.replacing import with_new_value
from agents.offline.point_result import Step
from agents.offline.swaps import Swap, found_in, shown
from agents.offline.value import Sort, Value


def corrected(point: str, parts: list[Section], material: Material) -> Step | None:
    """Replace a value that a reviewer corrects; when the point is not clear, change nothing and ask.
    None when the point corrects no value, or may tell a new fact.
    """
    wanted = correction(point)
    if wanted is None:
        return None
    if wanted.new is None:
        return Step(sections=parts, answer=question_for_new(wanted, parts), done=False)
    old, new = wanted.old, wanted.new
    step = (
        _step_for_named_value(wanted, old, new, parts) if old is not None else _step_for_only_value(wanted, new, parts)
    )
    if step is not None and step.swaps and SCOPE.search(point) and len(spots_of(parts, step.swaps[0].old)) > 1:
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
    spots = spots_of(parts, old)
    if not spots and old.sort is Sort.WORD:
        old = replace(old, figure="")  # in whatever case it is written
        spots = spots_of(parts, old)
    if not spots and wanted.may_be_new_fact:
        return None
    if not spots:
        there = enumerated(replaceable_values(parts, new))
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
        return Step(sections=parts, answer=f"which {shown(old)}? The draft has {enumerated(spots)}.", done=False)
    elif old.sort is Sort.NUMBER:
        old = spots[0]
    both = next((line for line in lines_of(parts) if found_in(line, old) and found_in(line, new)), None)
    if both and not wanted.ordered:
        return Step(
            sections=parts,
            answer=f"{shown(old)} and {shown(new)} stand in one line, and both may be meant.",
            done=False,
        )
    return with_new_value(parts, Swap(old, new))


def _step_for_only_value(wanted: Correction, new: Value, parts: list[Section]) -> Step | None:
    """Replace the only value that the new one may stand for; None where it is a new fact."""
    candidates = replaceable_values(parts, new, wanted.sort)
    about = values_in_sentences_on(wanted.subject, parts, new, wanted.sort, all_words=wanted.may_be_new_fact)
    of_any = not wanted.may_be_new_fact or wanted.vague or wanted.of_any_date
    others = [v for v in (candidates if of_any else about) if not v.same(new)]
    if wanted.may_be_new_fact and not others:
        return None
    if len(others) == 1 and len(candidates) == 1:
        return with_new_value(parts, Swap(others[0], new))
    narrowed = [v for v in about if not v.same(new)]
    if len(narrowed) == 1 and len(about) == 1:
        return with_new_value(parts, Swap(narrowed[0], new))
    if not others and candidates:
        return Step(sections=parts, answer=f"{shown(new)} stands there already.")
    return Step(sections=parts, answer=question_which(wanted.sort, candidates), done=False)
