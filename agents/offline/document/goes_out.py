"""Whether other people are to read what a goal asks for."""

import re

from agents.offline.parts import head_of

_ITS_WORDS = re.compile(  # what is asked for is the words themselves
    r"\b(?:announce\w*|post|message|tweet|note to|notice|invitation|invite|reminder|annuncio|avviso|"
    r"messaggio|ankündigung|nachricht|mitteilung|annonce|message|anuncio|aviso|mensaje)\b",
    re.I,
)
_PUBLIC = re.compile(
    r"\b(?:blog|article|story|tagline|slogan|headline|ad|advert\w*|pitch|speech|press release|newsletter|e-?mail|mail|"
    r"artikel|articolo|pressemitteilung|comunicato|communiqué|comunicado)\b",
    re.I,
)


def goes_out(goal: str) -> bool:
    """Tell whether other people are to read what a goal asks for."""
    return words_are_wanted(goal) or _PUBLIC.search(head_of(goal)) is not None


def words_are_wanted(goal: str) -> bool:
    """Tell whether a goal asks only for the words that came with it, as a post does."""
    return _ITS_WORDS.search(head_of(goal)) is not None
