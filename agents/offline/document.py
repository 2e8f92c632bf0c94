"""What has no form of its own: few words as they are, an extract where one is asked for, else each line in its part."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Question, Section
from agents.offline.kinds.kind import NO_OWNER
from agents.offline.kinds.telling_apart import told_apart
from agents.offline.left_out import told
from agents.offline.markdown import bullets, quoted, sections, tables
from agents.offline.material.material import Material
from agents.offline.own_text import answered, line_of, not_followed, was_answered
from agents.offline.parts import head_of
from agents.offline.remarks.remark import Remark
from agents.offline.sheet import sheet, shown
from agents.offline.table_goal import touches, understood
from agents.offline.withheld import withheld
from agents.roster.ends import CannotDo
from storage.rules.values.item import Remedy
from storage.rules.words import cut_words, many

_ITS_WORDS = re.compile(  # what is asked for is the words themselves
    r"\b(?:announce\w*|post|message|tweet|note to|notice|invitation|invite|reminder|annuncio|avviso|"
    r"messaggio|ankündigung|nachricht|mitteilung|annonce|message|anuncio|aviso|mensaje)\b",
    re.I,
)
ALL_NAMED = 12  # lines left out that are named
FEW = 60  # words that stay as they are
PRIVATE = (
    "To tell which of these lines may go out needs a language model. Without one, answer with the lines that may, as "
    "whole sentences."
)
_PUBLIC = re.compile(
    r"\b(?:blog|article|story|tagline|slogan|headline|ad|advert\w*|pitch|speech|press release|newsletter|e-?mail|mail|"
    r"artikel|articolo|pressemitteilung|comunicato|communiqué|comunicado)\b",
    re.I,
)
_EXTRACT = re.compile(
    r"\b(?:summar\w+|tl;?dr|key points|highlights?|extract|overview|brief(?:ing)?|short|"
    r"riassunto|riassumi\w*|sintesi|zusammenfass\w*|fass\w* zusammen|überblick|résum\w+|synthèse|resum\w+)\b",
    re.I,
)
_WRITTEN = re.compile(
    r"\b(?:blog|article|story|tagline|slogan|headline|ad|advert\w*|proposal|pitch|speech|script|translat\w+|rewrite|"
    r"plan|strategy|report|press release|announcement|newsletter|post)\b",
    re.I,
)


def document(goal: str, material: Material) -> Arranged | Question:
    """Arrange material that no other form fits: few words stay as they are, more lines are grouped by kind.
    An extract is made only when the goal asks for one.
    """
    if material.tables and not material.remarks:
        return sheet(goal, material)
    if touches(goal, material.tables) and not understood(goal, material.tables):
        return shown(goal, material)
    if goes_out(goal) and (private := withheld(line_of(r) for r in material.remarks)):
        return _what_may(private, material)
    if material.words <= FEW and not material.tables:
        return _as_it_is(goal, material)
    parts = by_kind(material)
    if len(parts) == 1:
        return _extract(goal, material)
    if _EXTRACT.search(goal):
        return _shortened(goal, material)
    written = _WRITTEN.search(goal)
    if written is None:
        return Arranged(sections=parts, summary=summary(material))
    missing = f"Not written as a {written[0].lower()}: without a language model your lines stay as they are."
    return Arranged(sections=parts, summary=summary(material), missing=(missing,))


def goes_out(goal: str) -> bool:
    """Tell whether other people are to read what a goal asks for."""
    return words_are_wanted(goal) or _PUBLIC.search(head_of(goal)) is not None


def words_are_wanted(goal: str) -> bool:
    """Tell whether a goal asks only for the words that came with it, as a post does."""
    return _ITS_WORDS.search(head_of(goal)) is not None


def _what_may(private: Sequence[str], material: Material) -> Arranged | Question:
    """Return the lines that were named as those that may go out, or the question which may.

    Raises:
        CannotDo: what was named are no whole sentences.
    """
    if not was_answered(material):
        return Question(
            f"Which lines may go out? The notes say that something may not: {quoted(private[0], 20)} Paste the "
            "lines that may, as they are to be read.",
            PRIVATE,
            shown=False,
        )
    if not (lines := answered(material)):
        raise CannotDo(PRIVATE, Remedy.MATERIAL)
    return replace(_words(lines), missing=not_followed(material))


def _as_it_is(goal: str, material: Material) -> Arranged:
    arrangement = _words(tuple(map(line_of, material.remarks)))
    mechanical = words_are_wanted(goal) and not material.instructions and not material.tables
    return replace(arrangement, exact=mechanical, shaped=False)


def _words(lines: tuple[str, ...]) -> Arranged:
    summary = f"Your words as they are: {cut_words(' '.join(lines), 40)}"
    return Arranged(sections=(Section("", lines),), summary=summary, exact=True, shaped=True)


def as_said(lines: tuple[str, ...], rest: Sequence[Remark] = ()) -> Arranged:
    """Return the words that are to come back as they are, and how many lines of the notes are not among them."""
    left = f"{many(len(rest), 'line')} of the notes {'is' if len(rest) == 1 else 'are'} not in it." if rest else ""
    return replace(_words(lines), look_first=left)


def by_kind(material: Material, points: Sequence[Remark] | None = None) -> tuple[Section, ...]:
    """Return the material in sections by kind of line; each line stands in one section only.

    Args:
        points: the main points, where not all lines without a kind are such.
    """
    kinds = told_apart(material)
    return sections(
        ("Decided", bullets(kinds.decided)),
        ("Main points", bullets(kinds.rest.remarks if points is None else points)),
        ("The table", tables(material.tables)),
        ("Next steps", bullets(kinds.steps)),
        (NO_OWNER, bullets(kinds.unowned)),
        ("Open questions", bullets(kinds.open)),
    )


def _shortened(goal: str, material: Material) -> Arranged:
    """What was decided, follows and is open, and of the other lines those that are most to the point."""
    rest = told_apart(material).rest
    picked = rest.extract(goal, _most(rest))
    arranged = Arranged(sections=by_kind(material, picked), summary=summary(material))
    return _left_out(arranged, rest, picked)


def _extract(goal: str, material: Material) -> Arranged:
    picked = material.extract(goal, _most(material))
    body = sections(("", bullets(picked)), ("The table", tables(material.tables)))
    return _left_out(Arranged(sections=body, summary=" ".join(r.words for r in picked[:3])), material, picked)


def _most(material: Material) -> int:
    """How many lines a summary takes."""
    return max(3, min(8, len(material.remarks) // 3))


def _left_out(arranged: Arranged, material: Material, picked: Sequence[Remark]) -> Arranged:
    """Return a draft that says how many lines are not in it, and which."""
    lines = [r.text for r in material.remarks if r not in picked]
    if not lines:
        return arranged
    count = many(len(lines), "line")
    look = f"{count} of the material {'is' if len(lines) == 1 else 'are'} not in it: {told(lines, ALL_NAMED)}"
    return replace(arranged, summary=f"{arranged.summary} {count} left out.", look_first=look)


def summary(material: Material) -> str:
    """Return a summary: the first decision, and how many lines there are of each kind."""
    kinds = told_apart(material)
    lines: list[str] = [kinds.decided[0].text] if kinds.decided else []
    counts = (many(len(kinds.decided), "decision") if kinds.decided else "", kinds.told_steps)
    told = ", ".join(filter(None, (*counts, many(len(kinds.open), "open question") if kinds.open else "")))
    return " ".join([*lines, f"{told[:1].upper()}{told[1:]}." if told else f"{quoted(material.remarks[0].text)}"])
