"""A Markdown text cut into parts that a form's fields can hold, and put together again as it was."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from storage.rules.words import FIELD, unmarked

_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text.

    Attributes:
        title: its heading; empty where it has none.
        before: white space that stands before it.
        text: what a person edits.
        after: white space that stands after it.
    """

    title: str
    before: str
    text: str
    after: str


def length(text: str) -> int:
    """Return the length of a text as a field of Slack's counts it: a sign beyond the first 65,536 counts twice."""
    return len(text.encode("utf-16-le", "replace")) // 2


def parts(markdown: str, most: int = FIELD) -> tuple[Part, ...]:
    """Return the parts of a text: all of it where that fits, else a part a heading, long ones cut between paragraphs.
    Empty where a paragraph alone is longer than a field.
    """
    if length(markdown.strip("\n")) <= most:
        return (_part(markdown),) if markdown.strip() else ()
    cut = [_part(piece) for section in _sections(markdown) for piece in _pieces(section, most) if piece.strip()]
    return tuple(cut) if all(length(part.text) <= most for part in cut) else ()


def together(known: Sequence[Part], texts: Sequence[str]) -> str:
    """Return a text from its parts as a person edited them; a part that was emptied is gone with the space around it.

    Args:
        texts: one for each of the parts.
    """
    if all(part.text == text for part, text in zip(known, texts, strict=True)):
        return "".join(f"{part.before}{part.text}{part.after}" for part in known)
    left = [(part, text) for part, text in zip(known, texts, strict=True) if text.strip()]
    joined = "".join(f"{part.before}{text.strip(chr(10))}{part.after or chr(10) * 2}" for part, text in left)
    return joined.strip("\n")


def _part(piece: str) -> Part:
    text = piece.strip("\n")
    start = piece.index(text) if text else 0
    first = text.partition("\n")[0]
    title = unmarked(first) if _HEADING.match(first) else ""
    return Part(title, piece[:start], text, piece[start + len(text) :])


def _sections(markdown: str) -> list[str]:
    """Cut before each heading that stands outside of code."""
    sections = [""]
    for line, fenced in _lines(markdown):
        if not fenced and _HEADING.match(line) and sections[-1].strip():
            sections.append("")
        sections[-1] += line
    return sections


def _pieces(section: str, most: int) -> list[str]:
    """Cut a long section between paragraphs, into as few pieces as fit."""
    pieces = [""]
    for paragraph in _paragraphs(section):
        if pieces[-1].strip() and length((pieces[-1] + paragraph).strip("\n")) > most:
            pieces.append("")
        pieces[-1] += paragraph
    return pieces


def _paragraphs(section: str) -> list[str]:
    """Return the paragraphs of a section, each with the empty lines that follow it; code is one paragraph."""
    paragraphs = [""]
    ended = False
    for line, fenced in _lines(section):
        if line.strip() and ended and not fenced:
            paragraphs.append("")
        ended = not line.strip() and not fenced
        paragraphs[-1] += line
    return paragraphs


def _lines(markdown: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines with their ends, and whether each stands inside a fence of code, its last line included."""
    fence = ""
    for line in re.findall(r"[^\n]*\n|[^\n]+", markdown):
        mark = _FENCE.match(line)
        inside = bool(fence)
        if mark and not fence:
            fence = mark[1]
        elif mark and fence and mark[1].startswith(fence):
            fence = ""
        yield line, inside
