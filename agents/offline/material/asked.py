"""What is asked for on the first line of a goal, and the material that follows it there."""

import re

from agents.offline.material.shaping import SHAPING
from agents.offline.remarks.entries import named
from agents.offline.remarks.sentences import split_sentences

_LISTED = re.compile(
    r"\b(?:lists?|check-?\s?list\w*|prüfliste|sort|alphabetical\w*|order|lista|elenco|ordina\w*|liste|sortier\w*|trie[rz]?|"
    r"ordena\w*|agenda|tagesordnung|ordine del giorno|ordre du jour|orden del d[íi]a)\b",
    re.I,
)


def asked_for(goal: str) -> str:
    """Return the part of a goal that names what should come back."""
    first = goal.strip().splitlines()[0] if goal.strip() else ""
    return cut_first(first)[0]


def cut_first(first: str) -> tuple[str, str]:
    """Return a first line as what is asked, and the material that follows it on the same line."""
    for mark in (r":\s+", r"(?<=[.?!])\s+"):
        if cut := re.search(mark, first):
            head, rest = first[: cut.start()], first[cut.end() :]
            sentences = [s for s in split_sentences(rest) if s[-1] in ".!?" and not SHAPING.match(s)]
            if any(len(s.split()) > 2 for s in sentences) or (_LISTED.search(head) and named(rest)):
                return head.strip(), rest.strip()
    return first, ""
