"""Lines told apart; a line with several kinds is split where the kind changes."""

import re
from collections.abc import Iterator
from dataclasses import replace

from agents.offline.decisions import is_decision, open_point
from agents.offline.kinds.headings import under_headings
from agents.offline.kinds.kind import Kind, Kinds
from agents.offline.kinds.sentences import joined_parts
from agents.offline.material.material import Material
from agents.offline.plans.action import Action
from agents.offline.plans.persons import is_person
from agents.offline.plans.planning import actions_of
from agents.offline.remarks.remark import Remark


def told_apart(material: Material) -> Kinds:
    """Return the lines by their kinds; a line with several kinds is split where the kind changes."""
    lines = [line for remark, kind in under_headings(material.remarks) for line in _lines(remark, kind)]
    decided, steps, unowned, open_, rest = (tuple(r for r, k in lines if k is kind) for kind in Kind)
    return Kinds(decided=decided, steps=steps, unowned=unowned, open=open_, rest=replace(material, remarks=rest))


def _lines(remark: Remark, kind: Kind) -> Iterator[tuple[Remark, Kind]]:
    """Find the parts of a line that are of one kind each.

    Args:
        kind: what the heading above it says; OTHER where it says nothing.
    """
    if remark.done:
        yield remark, kind if kind is not Kind.STEP else Kind.OTHER
        return
    if kind is not Kind.OTHER:
        yield remark, Kind.UNOWNED if kind is Kind.STEP and not _may_be_owned(remark.text) else kind
        return
    text = remark.text[: len(remark.text) - len(remark.words)]
    for part, sentences in joined_parts(_sentences(remark)):
        yield replace(remark, text=text + " ".join(sentences)), part


def _may_be_owned(text: str) -> bool:
    """Whether a line that its heading calls a step has a word that may be a name."""
    return any(map(is_person, re.findall(r"@\w+|\b[A-ZÀ-Þ][\w’-]+", text)))


def _sentences(remark: Remark) -> list[tuple[str, Kind]]:
    """The sentences of a line with their kinds; what “we” will do beside a decision is told by the decision."""
    each = [(sentence, _kind(remark, sentence, action)) for sentence, action in actions_of(remark)]
    if all(kind is not Kind.DECIDED for _, kind in each):
        return each
    return [(s, Kind.OTHER if kind is Kind.UNOWNED and s.startswith("We ") else kind) for s, kind in each]


def _kind(remark: Remark, sentence: str, action: Action | None) -> Kind:
    alone = replace(remark, text=sentence)
    if open_point(alone):
        return Kind.OPEN
    if is_decision(alone):
        return Kind.DECIDED
    if action is None or not (action.owned or not action.owner):
        return Kind.OTHER
    return Kind.STEP if action.owner else Kind.UNOWNED
