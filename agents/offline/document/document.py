"""What has no form of its own: few words as they are, an extract where one is asked for, else each line in its part."""

import re

from agents.offline.arranged import Arranged, Question
from agents.offline.document.by_kind import by_kind, summary
from agents.offline.document.extract import extract, shortened
from agents.offline.document.goes_out import goes_out
from agents.offline.document.may_go_out import what_may
from agents.offline.document.own_words import as_it_is
from agents.offline.material.material import Material
from agents.offline.own_text import line_of
from agents.offline.sheet.sheet import sheet, shown
from agents.offline.table_goal import touches, understood
from agents.offline.withheld import withheld

FEW = 60  # words that stay as they are
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
        return what_may(private, material)
    if material.words <= FEW and not material.tables:
        return as_it_is(goal, material)
    parts = by_kind(material)
    if len(parts) == 1:
        return extract(goal, material)
    if _EXTRACT.search(goal):
        return shortened(goal, material)
    written = _WRITTEN.search(goal)
    if written is None:
        return Arranged(sections=parts, summary=summary(material))
    missing = f"Not written as a {written[0].lower()}: without a language model your lines stay as they are."
    return Arranged(sections=parts, summary=summary(material), missing=(missing,))
