"""Revising without a language model: what can be done by its words, and the truth of what cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.arranged import Arranged
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.mixing import mixed
from agents.offline.one_point import step_for
from agents.offline.parsing import parse
from agents.offline.point_result import Step
from agents.offline.points.splitting import points
from agents.offline.verbs.carrying_out import understood
from agents.offline.verbs.counted import named
from agents.offline.verbs.shortening import shortens
from storage.ledger.work.assignment import Assignment
from storage.rules.mixing import MIX
from storage.rules.own_words import NOTICE
from storage.rules.values.draft import THEY_ASK, Draft
from storage.rules.words import capital, one_line

NOT_ADDED = "A value beside a table was replaced; its sums and its order were not made anew."


@dataclass(frozen=True, slots=True)
class Revised:
    """A draft after a reviewer's points, with an answer to each.

    Attributes:
        answers: for each point of the reviewer's, what was done.
    """

    arranged: Arranged
    answers: tuple[str, ...]


def revised(assignment: Assignment, previous: Draft, material: Material) -> Revised:
    """Return the changed draft and an answer to each point, in the order of the points.
    An answer says how the point was met, or that it was not. Points that shorten are done last, so that they hold for
    all other changes.
    """
    parts = before = parse(previous.body.replace(NOTICE, ""))
    asked = [*map(one_line, assignment.points), *points(assignment.note, understood)]
    to_check = tuple(r for r in previous.remarks if r.startswith(THEY_ASK))  # no change answers a question for sure
    done: dict[int, Step] = {}
    for at in sorted(range(len(asked)), key=lambda n: shortens(asked[n])):
        mix = asked[at] == MIX and assignment.others
        done[at] = (
            mixed(parts, [parse(one.body) for one in assignment.others])
            if mix
            else step_for(asked[at], named(asked[at], before), parts, material)
        )
        parts = done[at].sections
    steps = [done[at] for at in range(len(asked))]
    answers = tuple(f"{quoted(point, 20)}: {step.line}" for point, step in zip(asked, steps, strict=True))
    undone = tuple(answer for answer, step in zip(answers, steps, strict=True) if not step.done)
    lines = tuple(m for m in previous.missing if not m.startswith(("“", "Left out")))
    told = _summary(steps, parts != before)
    swapped = any(step.swaps for step in steps)
    stale = (NOT_ADDED,) if swapped and any(line.startswith("|") for part in parts for line in part.lines) else ()
    replaced = bool(steps) and all(step.done and step.swaps for step in steps)
    return Revised(
        Arranged(
            sections=tuple(parts), summary=told, missing=(*lines, *undone, *stale), remarks=to_check, exact=replaced
        ),
        answers,
    )


def _summary(steps: Sequence[Step], changed: bool) -> str:
    """What was not done, then what was."""
    undone = " ".join(f"Not done: {step.answer}" for step in steps if not step.done)
    done = " ".join(capital(step.answer) for step in steps if step.done)
    same = "" if changed else "The text is as it was."
    return " ".join(part for part in (undone, done, same) if part)
