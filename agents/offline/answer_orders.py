"""An answer told apart: what it only says, and what it says to do or corrects."""

from dataclasses import replace

from agents.offline.arranged import Section
from agents.offline.corrections.reading import correction
from agents.offline.material.gathering import read
from agents.offline.material.material import Material
from agents.offline.mending.correcting import corrected
from agents.offline.points.facts import fact
from agents.offline.points.splitting import points
from agents.offline.verbs.carrying_out import understood
from storage.ledger.work.assignment import Assignment
from storage.rules.values.ask import MATERIAL


def answered_with(assignment: Assignment, answer: str) -> Assignment:
    """Return the assignment with other words in the place of an answer, which may be none."""
    if not assignment.answers.get(MATERIAL):
        return assignment
    return replace(assignment, answers={**assignment.answers, MATERIAL: answer or " "})


def without_orders(assignment: Assignment) -> tuple[Assignment, list[str]]:
    """Return the assignment with an answer that only says what is so, and what the answer says to do or corrects."""
    notes = read(replace(assignment, answers={}))
    sections = [Section("", tuple(r.text for r in notes.remarks))]
    lines, orders = list[str](), list[str]()
    for line in assignment.answers.get(MATERIAL, "").splitlines():
        each = points(line, understood) if line.strip() else []
        told = [p for p in each if _is_order(p, sections)]
        orders += told
        lines += [" ".join(p for p in each if p not in told) if told else line]
    return (answered_with(assignment, "\n".join(lines).strip()) if orders else assignment), orders


def _is_order(point: str, sections: list[Section]) -> bool:
    """Whether a point says what to do with the draft, or corrects what the notes say."""
    if (found := correction(point)) is not None:
        step = corrected(point, sections, Material(remarks=()))
        return found.ordered or (step is not None and (bool(step.swaps) or not step.done))
    return understood(point) and not fact(point)
