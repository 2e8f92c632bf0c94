"""Lines that may not go out: internal notes, and what a writer is told not to say or to ask somebody."""

import re
from collections.abc import Iterable

_MARKED = re.compile(
    r"\binternal(?:ly)?\b|\bconfidential\w*|\boff the record\b|\bbetween us\b|\bembargo\w*|"
    r"\bnot for (?:the )?(?:public\w*|customers?|clients?|press)\b|"
    r"(?-i:\b[Nn](?:ot for|icht für|on per) (?:[A-ZÀ-Þ]\w+)\s*[:)])|\b(?:do not|don['’]?t) let \w+ know\b|"
    r"\b(?:do not|don['’]?t|never|must not|not to)\s+"
    r"(?:publish|post|mention|tell|say|share|send|forward|quote|write|name)\b|"
    r"\b(?:intern|interno|interne)\s*[:)–-]|\b(?:nur|streng) intern\b|\bvertraulich\w*|"
    r"\b(?:nicht|nichts|kein\w*)\b[^.!?]{0,40}\b(?:veröffentlich\w*|erwähn\w*|weitergeb\w*|sagen|posten)\b|"
    r"\briservat[oaie]\b|\bconfidenzial\w*|\bnon (?:pubblic\w+|menzion\w+|dire|dite|citare)\b|"
    r"\bconfidentiel\w*|\bne pas (?:publier|mentionner|dire|citer)\b|\bne (?:publie|mentionne|dis|dites)\w* pas\b|"
    r"\bconfidencial\w*|\bno (?:publi\w+|mencion\w+|digas?|decir)\b",
    re.I,
)
_ASK = re.compile(
    r"(?:^|[.!?:;]\s+|\b[Pp]lease )(?:[Aa]sk|[Cc]heck with|[Ff]rage?|[Cc]hiedi a|[Dd]emande[rz]? à|[Pp]regunta a)\s+"
    r"(?:[A-ZÀ-Þ]\w+|him|her|them|me)\b"
)


def withheld(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the lines that say they, or something in them, may not go out."""
    return tuple(line for line in lines if _MARKED.search(line) or _ASK.search(line))
