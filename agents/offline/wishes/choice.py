"""A wish for what a draft is to have besides, or alone."""

import re
from collections.abc import Iterable, Iterator

from agents.offline.arranged import Arranged
from agents.offline.document.goes_out import words_are_wanted
from agents.offline.remarks.terms import terms
from agents.offline.wishes.shape import FORM

_WITH = re.compile(
    rf"\b{FORM}\s+(?P<wish>(?:with|including|incl\.?|mit|inklusive|con|avec|incluyendo)\s+(?P<what>.+))", re.I
)
_CHOICE = re.compile(
    r"\b(?:only|just|without|except|excluding|leaving out|nur|ohne|außer|solo|solamente|senza|tranne|eccetto|seulement|"
    r"uniquement|sans|sauf|sin|excepto|salvo)\b.*",
    re.I,
)
_SAID = re.compile(
    r"\b(?:what|was|(?:quello )?che cosa|ce que|lo que)\s+[A-ZÀ-Þ][\w’-]+\s+(?:said|says|thinks|wants|wrote|promised|"
    r"gesagt|sagt|ha detto|a dit|dijo)\b"
)
_COVERED = {  # words that a heading of ours answers
    "Decision": "decision decided",
    "Decided": "decision decided",
    "Next steps": "next step action item owner date task todo",
    "Next steps, no owner found": "next step action item task todo",
    "Open questions": "open question point issue",
    "The table": "table figure number total",
}


def unmet_choice(goal: str, arranged: Arranged, lines: Iterable[str]) -> Iterator[str]:
    """Yield what a draft is to have besides, or is to have alone."""
    if (match := _WITH.search(goal)) and not set(terms(match["what"])) <= _terms_of(arranged, lines):
        yield match["wish"]
    if words_are_wanted(goal):
        return
    if choice := _CHOICE.search(goal):
        yield choice[0] if " " in choice[0].strip() else goal
    elif said := _SAID.search(goal):
        yield said[0]


def _terms_of(arranged: Arranged, lines: Iterable[str]) -> set[str]:
    """The words that a draft has, and those that its headings answer."""
    titles = (f"{section.title} {_COVERED.get(section.title, '')}" for section in arranged.sections)
    return {term for text in (*titles, *lines) for term in terms(text)}
