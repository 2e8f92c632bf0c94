"""A person's own words, as they are."""

from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged, Section
from agents.offline.document.goes_out import words_are_wanted
from agents.offline.material.material import Material
from agents.offline.own_text import line_of
from agents.offline.remarks.remark import Remark
from storage.rules.words import cut_words, many


def as_it_is(goal: str, material: Material) -> Arranged:
    """Return the words of the material as they are."""
    arrangement = own_words(tuple(map(line_of, material.remarks)))
    mechanical = words_are_wanted(goal) and not material.instructions and not material.tables
    return replace(arrangement, exact=mechanical, shaped=False)


def own_words(lines: tuple[str, ...]) -> Arranged:
    """Return lines as a draft of a person's own words."""
    summary = f"Your words as they are: {cut_words(' '.join(lines), 40)}"
    return Arranged(sections=(Section("", lines),), summary=summary, exact=True, shaped=True)


def as_said(lines: tuple[str, ...], rest: Sequence[Remark] = ()) -> Arranged:
    """Return the words that are to come back as they are, and how many lines of the notes are not among them."""
    left = f"{many(len(rest), 'line')} of the notes {'is' if len(rest) == 1 else 'are'} not in it." if rest else ""
    return replace(own_words(lines), look_first=left)
