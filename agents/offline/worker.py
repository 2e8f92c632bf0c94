"""The offline worker: no model, no invention. It arranges what the brief and its sources say, and says so."""

import re

from agents.contract import Plain
from agents.offline import revise
from agents.offline.material import Material, read
from agents.offline.outline import Section, sections
from storage.ledger.working import Assignment
from storage.rules.task import Draft, File
from storage.rules.words import one_line

MADE_BY = "made without a language model"
NOTICE = "_Made without a language model: arranged from the brief and its sources, nothing added._"
_LIMIT = re.compile(r"\b(?:under|below|at most|max(?:imum)?|no more than|within|up to)\s+(\d+)\s+words", re.I)


class OfflineWorker(Plain):
    """An `Agent` that needs no key and no network."""

    async def work(self, given: Assignment) -> Draft:
        brief, material = given.task.brief, read(given.task.brief)
        if given.previous is not None and (given.points or given.note):
            asked = [*given.points, *_points(given.note)]
            done = revise.revise(_bare(given.previous.body), asked, material)
            made, answer = list(done.sections), "\n".join(f"{n}. {a}" for n, a in enumerate(done.answers, 1))
        else:
            made, answer = sections(brief, material), ""
        limit = next((int(m[1]) for c in brief.criteria if (m := _LIMIT.search(c))), None)
        if limit is not None:
            made = revise.shorten(made, limit - len(NOTICE.split()) - 1)
        return _draft(given, made, material, answer)


def _draft(given: Assignment, made: list[Section], material: Material, answer: str) -> Draft:
    body = "\n\n".join([*(s.markdown() for s in made), NOTICE])
    title = given.task.brief.title
    name = re.sub(r"[^\w-]+", "-", title.lower()).strip("-")[:60] or "draft"
    file = File(f"{name}-v{given.version}.md", "text/markdown", f"# {title}\n\n{body}\n".encode())
    open_points = next((s for s in made if s.title == "Open questions"), None)
    look = one_line(open_points.lines[0].lstrip("- ")) if open_points else ""
    return Draft(given.version, title, _summary(made, material), body, MADE_BY, answer, look, files=(file,))


def _summary(made: list[Section], material: Material) -> str:
    """The first lines that say something; without any material, that nothing came with the brief."""
    if not material.said and not material.tables:
        return "Only a skeleton: no notes, messages or files came with the brief."
    lines = [one_line(x.lstrip("- ").replace("**", "")) for s in made[:2] for x in s.lines if not x.startswith("|")]
    ended = [x if x[-1] in ".!?:," else f"{x}." for x in lines[:6] if x]
    return " ".join(ended)[:400]


def _points(note: str) -> list[str]:
    """A reviewer's text as single points: its lines and sentences."""
    lines = [re.sub(r"^\s*(?:[-*•]|\d+[.)])\s*", "", line) for line in note.splitlines()]
    return [p.strip() for line in lines for p in re.split(r"(?<=[.!?;])\s+", line) if p.strip()]


def _bare(body: str) -> str:
    return body.replace(NOTICE, "").strip()
