"""Sections that a reviewer counts: “the second section”."""

import re
from collections.abc import Sequence

from agents.offline.arranged import Section
from agents.offline.verbs.target import SECTION

_ORDINALS = {
    word: at
    for at, words in {
        0: "first 1st erste ersten erster prima primo première premier primera primer",
        1: "second 2nd zweite zweiten zweiter seconda secondo deuxième segunda segundo",
        2: "third 3rd dritte dritten dritter terza terzo troisième tercera tercer",
        3: "fourth 4th vierte vierten quarta quarto quatrième cuarta cuarto",
        -1: "last letzte letzten letzter ultima ultimo dernière dernier última último",
    }.items()
    for word in words.split()
}
_ORDINAL = re.compile(rf"\b(?P<which>{'|'.join(_ORDINALS)})\s+(?!line){SECTION}\b", re.I)


def named(point: str, parts: Sequence[Section]) -> str:
    """Return a point with section titles in place of section numbers (“the second section”)."""

    def title(match: "re.Match[str]") -> str:
        at = _ORDINALS.get(match["which"].lower(), len(parts))
        known = parts[at].title if -len(parts) <= at < len(parts) else ""
        return f"section “{known}”" if known else match[0]

    return _ORDINAL.sub(title, point)
