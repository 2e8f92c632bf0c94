"""Whether a draft only gives back the words that it was made from, and what is said instead of handing it in."""

import re

from agents.offline.arranged import Arranged
from agents.offline.beyond_rules import HELPS
from agents.offline.document.goes_out import words_are_wanted
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.parts import head_of
from agents.roster.ends import CannotDo
from storage.rules.words import unmarked

NOTHING_TO_ARRANGE = (
    "Without a language model I can only arrange, and these are your own words. Connect one, give a file with more, or "
    "answer “say:” and the words that should come back as they are."
)
_SHAPED = re.compile(r"^(?:\||\*\*|> |- \[|\d+\.)", re.M)
_WRITING = re.compile(  # where the words are there, and others are wanted
    r"\b(?:translat\w+|rewrite|rephrase|blog|article|story|tagline|slogan|headline|ad|advert\w*|pitch|speech|script|"
    r"press release|newsletter|tradu\w+|riscriv\w+|(?:ü|ue)bersetz\w*|umschreib\w*|artikel|articolo|traduire|"
    r"r[ée]ecri\w+|art[íi]culo|reescrib\w+|slogans?|tl;?\s?dr|shorten|condense|improve|simplify|extract|pick out|"
    r"k(?:ü|ue)rze\w*|vereinfach\w*|verbesser\w*|accorcia\w*|semplifica\w*|migliora\w*|raccourci\w*|simplifie\w*|"
    r"am[ée]liore\w*|acorta\w*|simplifica\w*|mejora\w*)(?!\w)",
    re.I,
)


def echoes(goal: str, arranged: Arranged, material: Material) -> bool:
    """Tell whether a draft only repeats the lines of its material in their order."""
    as_they_are = words_are_wanted(goal) and not _WRITING.search(goal)
    if arranged.shaped or as_they_are or len(arranged.sections) > 1 or material.tables:
        return False
    lines = [line for section in arranged.sections for line in section.lines if line.strip()]
    if lines == [f"{r.mark} {r.text}".strip() for r in material.remarks]:
        return True
    if _SHAPED.search("\n".join(lines)):
        return False
    pairs = zip(lines, material.remarks, strict=False)
    same = all(unmarked(line).removesuffix(f" ({remark.source})") == unmarked(remark.text) for line, remark in pairs)
    return same and len(lines) == len(material.remarks)


def only_a_model(goal: str, material: Material) -> CannotDo | None:
    """Return the reason why only a model could do this, not more material; None when more material may help."""
    wish = next(iter(material.instructions), goal if goal.endswith("?") or _WRITING.search(head_of(goal)) else "")
    return CannotDo(f"{quoted(wish)} needs a language model. {HELPS}") if wish else None
