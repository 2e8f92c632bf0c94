"""The draft that is made of a hand-in."""

from collections.abc import Sequence
from dataclasses import replace

from agents.work.deliverable import Deliverable
from storage.ledger.work.assignment import Assignment
from storage.rules.undone import UNANSWERED, answered
from storage.rules.values.draft import Draft, File
from storage.rules.words import clean, one_line


def draft(given: Assignment, deliverable: Deliverable, made_by: str, files: Sequence[File] = ()) -> Draft:
    """Return the draft of a checked hand-in; the first file is its text, then come the agent's own files."""
    body = clean(deliverable.body).strip()
    title = one_line(deliverable.title) or given.task.brief.title
    text = File(f"{given.task.name}-v{given.version}.md", "text/markdown", body.encode())
    return Draft(
        version=given.version,
        title=title[:200],
        summary=one_line(deliverable.summary)[:1000],
        body=body,
        made_by=made_by,
        answer=_answers(given, deliverable),
        look_first=one_line(deliverable.look_first)[:500],
        missing=_left_behind(given, files),
        files=(text, *(replace(f, name=f"own-{f.name}") if f.name == text.name else f for f in files)),
    )


def _left_behind(given: Assignment, files: Sequence[File]) -> tuple[str, ...]:
    """Return which files of the version before do not come with this one."""
    gone = [name for name in given.came_with if name not in {file.name for file in files}]
    before = given.previous.version if given.previous is not None else 0
    return (f"{', '.join(gone)}: came with v{before}, and not with this",) if gone else ()


def answers_points(made: Draft) -> bool:
    """Tell whether a draft answers any of its reviewer's points."""
    return any(not line.endswith(f": {UNANSWERED}") for line in made.answer.splitlines())


def _answers(assignment: Assignment, deliverable: Deliverable) -> str:
    """A line for each of the reviewer's points: the point, and what the worker says of it."""
    texts = [one_line(a) for a in deliverable.answers] + [UNANSWERED] * len(assignment.asked)
    lines = (answered(n, one_line(point)[:80], texts[n - 1]) for n, point in enumerate(assignment.asked, 1))
    return "\n".join(lines)
