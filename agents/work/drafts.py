"""The draft that is made of a hand-in."""

from collections.abc import Iterable

from agents.work.deliverable import Deliverable
from storage.ledger.work.assignment import Assignment
from storage.rules.undone import UNANSWERED, answered
from storage.rules.values.draft import Draft, File
from storage.rules.words import clean, one_line


def draft(given: Assignment, deliverable: Deliverable, made_by: str, files: Iterable[File] = ()) -> Draft:
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
        files=(text, *files),
    )


def answers_points(made: Draft) -> bool:
    """Tell whether a draft answers any of its reviewer's points."""
    return any(not line.endswith(f": {UNANSWERED}") for line in made.answer.splitlines())


def _answers(assignment: Assignment, deliverable: Deliverable) -> str:
    """A line for each of the reviewer's points: the point, and what the worker says of it."""
    texts = [one_line(a) for a in deliverable.answers] + [UNANSWERED] * len(assignment.asked)
    lines = (answered(n, one_line(point)[:80], texts[n - 1]) for n, point in enumerate(assignment.asked, 1))
    return "\n".join(lines)
