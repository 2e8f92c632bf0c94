"""Which lines of notes are steps of a checklist."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.decisions import open_point
from agents.offline.material.notes import is_action, is_frame
from agents.offline.remarks.entries import named
from agents.offline.remarks.remark import Remark

SHORT = 14  # words of a line that may be a step
_IMPERATIVE = re.compile(
    r"(?:please\s+)?[A-Z]?[a-z]+\s+(?:the|a|an|all|each|every|your|our|to|in|on|with|up|out)\b", re.I
)
_NO_STEP = re.compile(  # what begins so goes on from what stands before it, or tells of something
    r"(?:the|an?|our|your|my|his|her|their|its?|this|that|these|those|we|i|you|they|he|she|there|to|for|in|on|at|by|of|"
    r"with|from|until|since|which|who|but|so|then|and|or|before|after|when|if|once|while|until|"
    r"as|\d.*|il|lo|la|i|gli|le|der|die|das|el|los|las|les|un|una|une|"
    r"ein|eine)\b",
    re.I,
)
_STATEMENT = re.compile(r"\b(?:is|are|was|were|has|have|had|decided|agreed|said|think)\b", re.I)


def steps_of(remark: Remark) -> list[Remark]:
    """Return the steps of a line: it may name several, or be several short sentences that each say what to do."""
    if not remark.mark:
        sentences = remark.sentences
        several = sentences if len(sentences) > 1 and _all_do(sentences) else named(remark.text)
        if several and not any(_NO_STEP.match(s) or ":" in s for s in several):
            return [replace(remark, text=text) for text in several]
    return [remark] if _is_step(remark) else []


def _all_do(sentences: Sequence[str]) -> bool:
    """Whether each sentence may say what to do, and one of them does for certain."""
    may = all(len(s.split()) <= SHORT and not _STATEMENT.search(s) and s.endswith((".", "!")) for s in sentences)
    return may and any(map(_IMPERATIVE.match, sentences))


def _is_step(remark: Remark) -> bool:
    if open_point(remark) or is_frame(remark):
        return False
    if remark.mark or is_action(remark):
        return True
    short = len(remark.text.split()) <= SHORT
    return (
        short
        and not _STATEMENT.search(remark.text)
        and (_IMPERATIVE.match(remark.text) is not None or not remark.text.endswith((".", ":")))
    )
