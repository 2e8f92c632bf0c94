"""Lines told apart by what they say: what was decided, what follows, what is open, and what else there is."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from agents.offline.actions import is_plan
from agents.offline.material import Material, is_action, is_decision, open_point
from agents.offline.remarks import Remark


@dataclass(frozen=True, slots=True)
class Kinds:
    """
    Attributes:
        rest: all that is of no kind that we know.
    """

    decided: tuple[Remark, ...]
    actions: tuple[Remark, ...]
    open: tuple[Remark, ...]
    rest: Material


def told_apart(material: Material) -> Kinds:
    """Return the lines by their kinds; a line that is of several is split where its kind changes."""
    lines = tuple(part for remark in material.remarks for part in _apart(remark))
    kinds = {line: _kind(line) for line in lines}
    decided, actions, open_ = (tuple(r for r in lines if kinds[r] == kind) for kind in ("decided", "action", "open"))
    rest = tuple(r for r in lines if not kinds[r])
    return Kinds(decided, actions, open_, replace(material, remarks=rest))


def _apart(remark: Remark) -> Iterator[Remark]:
    sentences = remark.sentences
    found = [_kind(replace(remark, text=sentence)) for sentence in sentences]
    if len(set(filter(None, found))) < 2:
        yield remark
        return
    spoken = remark.text[: len(remark.text) - len(remark.words)]
    for _, group in groupby(range(len(sentences)), key=lambda at: _stands_with(found, at)):
        yield replace(remark, text=spoken + " ".join(sentences[at] for at in group))


def _stands_with(found: list[str], at: int) -> int:
    """Return the sentence that a sentence stands with: what is of no kind goes with the one before it."""
    while at and not found[at]:
        at -= 1
    return at


def _kind(remark: Remark) -> str:
    if open_point(remark):
        return "open"
    if is_decision(remark):
        return "decided"
    return "action" if is_action(remark) or any(map(is_plan, remark.sentences)) else ""
