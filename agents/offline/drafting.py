"""A draft of what was arranged."""

import re

from agents.offline.arranged import Arranged
from agents.roster.ends import CannotDo
from storage.ledger.work.assignment import Assignment
from storage.rules.own_words import without_ours
from storage.rules.values.draft import COMPARE, Draft, File
from storage.rules.values.item import Remedy
from storage.rules.words import one_line

MADE_BY = "arranged without a language model"
NO_MATERIAL = (
    "There is nothing to make it from, and nothing is invented here. Connect a language model, or assign it once more "
    "with notes, a file or a thread."
)


def draft_of(assignment: Assignment, arranged: Arranged) -> Draft:
    """Return what was arranged as a draft.

    Raises:
        CannotDo: it has no words.
    """
    body = "\n\n".join(s.markdown() for s in arranged.sections)
    if not without_ours(body):
        raise CannotDo(NO_MATERIAL, Remedy.MATERIAL)
    title = assignment.task.brief.title
    name = re.sub(r"[^\w-]+", "-", title.lower()).strip("-")[:60] or "draft"
    file = File(f"{name}-v{assignment.version}.md", "text/markdown", f"# {title}\n\n{body}\n".encode())
    return Draft(
        version=assignment.version,
        title=title,
        summary=one_line(arranged.summary)[:400],
        body=body,
        made_by=MADE_BY,
        look_first=arranged.look_first,
        files=(file,),
        remarks=tuple(one_line(line)[:400] for line in (*arranged.remarks, *_to_compare(assignment, arranged))),
        missing=tuple(one_line(line)[:300] for line in arranged.missing),
    )


def _to_compare(assignment: Assignment, arranged: Arranged) -> tuple[str, ...]:
    """What the draft has to be compared with, where nothing else is named to look at and it is not mechanical."""
    if arranged.exact or arranged.missing or arranged.remarks:
        return ()
    with_what = "the notes" if assignment.previous is None else "the last version"
    return (f"{COMPARE} it with {with_what}: rules arranged it, and they understand nothing.",)
