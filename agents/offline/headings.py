"""The headings of a draft in the language of its notes: German notes stand under German headings."""

from collections.abc import Iterable
from dataclasses import replace

from agents.offline.arranged import Arranged, Section
from agents.offline.heading_words import HEADINGS, TABLE_HEADS, WHO_DOES_WHAT
from agents.offline.tongue import ENGLISH, plain_language

_ENGLISH = {other: english for english, others in HEADINGS.items() for other in others.values()}


def in_language_of(notes: Iterable[str], arranged: Arranged) -> Arranged:
    """Return a draft with headings in the language of its notes, or in English when the language is not clear."""
    language = plain_language(notes)
    if language == ENGLISH:
        return arranged
    return replace(arranged, sections=tuple(_translated(section, language) for section in arranged.sections))


def names_of(title: str) -> tuple[str, ...]:
    """Return the names of a heading: as it stands, and in English."""
    english = _ENGLISH.get(title)
    return (title, english) if english else (title,)


def _translated(section: Section, language: str) -> Section:
    title = HEADINGS.get(section.title, {}).get(language, section.title)
    lines = (TABLE_HEADS[language] if line == WHO_DOES_WHAT else line for line in section.lines)
    return Section(title, tuple(lines))
