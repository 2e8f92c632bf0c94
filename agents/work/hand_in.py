"""What an agent hands in, and whether a person should see it."""

import mimetypes
import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from pydantic import BaseModel, ConfigDict, Field

from agents.roster.ends import CannotDo
from agents.tools import disk
from agents.tools.repository import TEST_RUN
from agents.work.names import plain_names
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft, File
from storage.rules.words import clean, one_line, visible

MOST = 200_000  # characters of a draft
BESIDE = 20_000  # characters of its title, its summary and its answers
FILES = 10  # that come with a draft
ANSWERS = 50  # to a reviewer's points
UNTYPED = "application/octet-stream"
_REFUSAL = re.compile(
    r"\s*(?:unfortunately,? |(?:i(?:'m| am) )?(?:very |so )?sorry,? (?:but )?|i apologi[sz]e,? (?:but )?)*"
    r"(?:i(?:'m| am) (?:unable|not able)|i (?:can(?:'|no)t|cannot|won't|must decline)\b"
    r"(?: (?:help|assist|do|comply|provide|fulfil) (?:you |with )?(?:with |that|this|it)\b|\s*[.!]|$)|as an ai\b)",
    re.I,
)
_OURS = re.compile(
    r"^[^\S\n]*[✓✗↺]|\bchecks \d+ of \d+\b|\[(?:approve|revise|reject)[^\]\n]{0,200}\]|"
    r"\b(?:already|pre-?|auto-?)\s?approved\b|^[^\S\n]*approved\b|"
    r"\bapproved (?:by|on behalf of) (?:<?@|you|the reviewer|sluice)|\byou (?:have )?approved\b|"
    r"\bno (?:review|decision) (?:is )?(?:needed|necessary|required)\b",
    re.I | re.M,
)


class Unusable(CannotDo):
    """A hand-in that is no draft; the message says why, to the model for one repair, then to the reviewer."""


class Deliverable(BaseModel):
    """What you hand in."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(description="What it is, at most 60 characters")
    summary: str = Field(description="Two lines for the reviewer: what they get, with the figures that matter")
    body: str = Field(description="The whole deliverable, in Markdown")
    look_first: str = Field(default="", description="The one place that the reviewer should look at first")
    answers: list[str] = Field(
        default_factory=list,
        max_length=ANSWERS,
        description="For a revision: how each of the reviewer's points was met, in order, or “Not possible: why”",
    )


def check(made: object, assignment: Assignment, text: str = "") -> Deliverable:
    """Return what a model handed in, after checking that a person should see it.

    Args:
        text: the model's last words, where it ended without handing in.

    Raises:
        Unusable: nothing, a refusal, an empty or endless text, the old version again, or words that pass for ours.
    """
    if not isinstance(made, Deliverable):
        words = f": “{one_line(text)[:160]}”" if visible(text) else ""
        raise Unusable(f"The model ended without handing anything in{words}.")
    if len(made.body) > MOST:
        raise Unusable(f"The model handed in {len(made.body):,} characters; at most {MOST:,} can be reviewed.")
    beside = (made.title, made.summary, made.look_first, *made.answers)
    if (length := sum(map(len, beside))) > BESIDE:
        raise Unusable(f"The model handed in {length:,} characters beside the draft; at most {BESIDE:,} can be read.")
    if not visible(made.body):
        raise Unusable("The model handed in an empty draft.")
    if len(made.body.split()) < 60 and _REFUSAL.match(made.body.replace("’", "'")):
        raise Unusable(f"The model refused: “{one_line(made.body)[:160]}”.")
    if assignment.previous is not None and _same(made.body, assignment.previous.body):
        raise Unusable("The model handed the last version in again, unchanged.")
    told = "\n".join(map(one_line, beside))
    if imitation := _OURS.search(told):
        raise Unusable(f"Its summary passes for a message of Sluice's: “{one_line(imitation[0])[:60]}”.")
    return made


def _same(new: str, old: str) -> bool:
    """Whether the words are those of the old one, whatever was put behind them in the end."""
    return " ".join(clean(new).split()) == " ".join(old.split(TEST_RUN)[0].split())


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


def _answers(assignment: Assignment, deliverable: Deliverable) -> str:
    """A line for each of the reviewer's points: the point, and what the worker says of it."""
    texts = [one_line(a) for a in deliverable.answers] + ["not answered"] * len(assignment.asked)
    lines = (f"{n}. {one_line(point)[:80]}: {texts[n - 1]}" for n, point in enumerate(assignment.asked, 1))
    return "\n".join(lines)


def written(folder: Path, ours: Sequence[File] = ()) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """Return (files, note) for a draft: our files, then the agent's files from its `out`, by name.
    The note names the files that were left out. Links are not looked at, and no file of an agent has the name of one of
    ours.
    """
    there = [(name, size) for name, size in disk.listed(folder, "out") if size]
    taken = {file.name for file in ours}
    small = [n for n, size in there if size <= disk.LARGEST and PurePath(n).name not in taken][: FILES - len(ours)]
    plain = [PurePath(n).name for n in small]
    called = plain_names(
        p if plain.count(p) == 1 else "-".join(PurePath(n).parts[1:]) for n, p in zip(small, plain, strict=True)
    )
    files = (
        File(c, mimetypes.guess_type(n)[0] or UNTYPED, disk.read(folder, n)) for n, c in zip(small, called, strict=True)
    )
    left = [PurePath(name).name for name, _ in there if name not in small]
    more = f"{', '.join(left[:5])}{' …' if len(left) > 5 else ''}"
    text = f"Left out, since {FILES} files of {disk.LARGEST // 1_000_000} MB come with a draft: {one_line(more)}"
    return (*ours, *files), (text[:300],) if left else ()
