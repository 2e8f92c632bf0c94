"""Revising without a language model: what can be done by its words, and the truth of what cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from agents.offline.arranged import Arranged, Section
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.mixing import mixed
from agents.offline.points.facts import stated
from agents.offline.points.splitting import points
from agents.offline.points.written import CONTRAST, written
from agents.offline.remarks.terms import terms
from agents.offline.step import Step
from agents.offline.verbs.carrying_out import UNWRITTEN, carried_out, understood
from agents.offline.verbs.counted import named
from agents.offline.verbs.shortening import shortens
from storage.ledger.work.assignment import Assignment
from storage.rules.mixing import MIX
from storage.rules.own_words import NOTICE, is_ours
from storage.rules.values.draft import THEY_ASK, Draft
from storage.rules.words import one_line, unmarked

NOT_ADDED = "A value beside a table was replaced; its sums and its order were not made anew."
UNABLE = "that needs a language model."


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
            else _step(asked[at], named(asked[at], before), parts, material)
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


def _step(point: str, wish: str, parts: list[Section], material: Material) -> Step:
    """Do one point; what only says something else than the draft is named as not done.

    Args:
        wish: the point with the sections that it counts by their names.
    """
    if (words := written(point)) and not CONTRAST.search(words):
        return Step(sections=placed(parts, words), answer="added as you wrote it.")
    text = words or stated(point)
    step = None if words else carried_out(wish, parts, material)
    if text and (step is None or step.answer == UNWRITTEN):
        return Step(sections=parts, answer=_differs(parts, text), done=False)
    return step or Step(sections=parts, answer=UNABLE, done=False)


def _differs(parts: Sequence[Section], text: str) -> str:
    """What the draft says and what a reviewer says, where nothing here can tell what is to be replaced."""
    wanted = set(terms(text))
    lines = [line for part in parts for line in part.lines if not line.startswith("| ---")]
    near = max(lines, key=lambda line: len(wanted & set(terms(line))), default="")
    how = "Write “change … to …”, or “add: …”."
    if not wanted & set(terms(near)):
        return f"you say {quoted(text)}, and no line of the draft is about it. {how}"
    return f"the draft says {quoted(unmarked(near.strip('-*>| ')))} and you say {quoted(text)}. {how}"


def placed(parts: Sequence[Section], words: str) -> list[Section]:
    """Add words at the end of a text, above the frame of a letter; with several sections, in a new section."""
    if len(parts) != 1 or parts[0].title or any(line.startswith("|") for line in parts[0].lines):
        return [*parts, Section("Added", (f"- {words}",))]
    lines = [*parts[0].lines]
    listed = any(line.startswith("- ") for line in lines)
    at = next((n + 1 for n in reversed(range(len(lines))) if lines[n].strip() and not is_ours(lines[n])), len(lines))
    lines.insert(at, f"- {words}" if listed else words)
    return [Section("", tuple(lines))]


def parse(body: str) -> list[Section]:
    """Return Markdown as sections; lines before the first heading belong to a section without a title."""
    sections: list[Section] = []
    title, lines = "", list[str]()
    for line in [*body.splitlines(), "## "]:
        if line.startswith("## "):
            if title or any(x.strip() for x in lines):
                sections.append(Section(title, tuple("\n".join(lines).strip("\n").splitlines())))
            title, lines = line[3:].strip(), []
        else:
            lines.append(line)
    return sections


def _summary(steps: Sequence[Step], changed: bool) -> str:
    """What was not done, then what was."""
    undone = " ".join(f"Not done: {step.answer}" for step in steps if not step.done)
    done = " ".join(step.answer[:1].upper() + step.answer[1:] for step in steps if step.done)
    same = "" if changed else "The text is as it was."
    return " ".join(part for part in (undone, done, same) if part)
