"""The version that a person makes of a draft by writing its text over."""

import re
from collections.abc import Sequence
from dataclasses import replace

from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import COMPARE, THEY_ASK, Draft, File
from storage.rules.words import one_line, unmarked

LOOKING = "The checks look at it now."  # the evidence of a check until it was made again
SUMMARY = 300  # characters of a draft's own words on its card


def is_looking(draft: Draft) -> bool:
    """Tell whether the checks of an edited draft are still to be made again."""
    return bool(draft.edited_by) and any(check.evidence == LOOKING for check in draft.checks)


def edited(written: Draft, text: str, by: str, version: int, criteria: Sequence[str]) -> Draft:
    """Return the version that a person makes of a draft by writing its text over; its checks are still to be made."""
    looking = (Check(criterion=criterion, finding=Finding.NOT_CHECKED, evidence=LOOKING) for criterion in criteria)
    first, *others = written.files or (File(f"draft-v{written.version}.md", "text/markdown", b""),)
    return replace(
        written,
        version=version,
        base=written.version,
        edited_by=by,
        body=text,
        summary=unmarked(text)[:SUMMARY],
        answer="",
        look_first="",
        checks=tuple(looking),
        remarks=tuple(line for line in written.remarks if line.startswith((THEY_ASK, COMPARE))),
        files=(_renewed(first, written, text, version), *others),
        spent=None,
    )


def _renewed(file: File, written: Draft, text: str, version: int) -> File:
    """Return the file of a draft's text with the new text, under the name of the new version."""
    name = re.sub(rf"-v{written.version}(?=\.\w+$)", f"-v{version}", file.name)
    old, body = file.data, written.body.encode()
    head, there, tail = old.rpartition(body) if body else (b"", b"", b"")  # the title stands above, and may hold it too
    return File(name, file.media_type, head + text.encode() + tail if there else text.encode())


def unframed(sent: str, written: Draft) -> str:
    """Return the text of a file that was sent back, without the title that only the draft's file has above it."""
    title = f"# {one_line(written.title)}\n"
    text = sent.strip("\n")
    if text.startswith(title) and not written.body.lstrip("\n").startswith(title):
        text = text[len(title) :].strip("\n")
    return written.body if text == written.body.strip("\n") else text
