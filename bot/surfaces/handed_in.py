"""What a colleague handed in, as a draft."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.owed import handed_in
from storage.rules.values.draft import Draft, File
from storage.rules.words import clean, one_line, unmarked

SUMMARY = 300  # characters of a draft's own words on its card


def _summary(body: str) -> str:
    """Return the first words of what was handed in as they read: without the marks of Markdown, and without tables."""
    lines = [line for line in body.splitlines() if not line.lstrip().startswith("|")]
    return one_line(unmarked("\n".join(lines))) or one_line(body)


def draft_of(content: Mapping[str, Any], files: Sequence[File], name: str = "", title: str = "") -> Draft:
    """Return what a person handed in as a draft; its first file has its words."""
    links = handed_in.links_of(content["links"])
    body = handed_in.body_of(clean(str(content["body"])), links, [file.name for file in files])
    word = one_line(clean(str(content["word"])))
    return Draft(
        version=0,
        title=title[:200],
        summary=(word or _summary(body))[:SUMMARY],
        body=body,
        made_by="",
        answer=clean(str(content["answer"])).strip(),
        files=(File(name, "text/markdown", body.encode()), *files),
    )
