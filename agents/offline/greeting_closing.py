"""The greetings and the closings of letters, in five languages."""

import re

NAME = r"[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?"
_CLOSING = (
    r"(?:(?:best|kind|warm)(?: (?:regards|wishes))?|regards|sincerely|cheers|thanks|thank you|(?:many|with) thanks|"
    r"(?:mit )?(?:(?:freundliche|beste|viele|liebe|schöne)[nmr]? )?(?:grüße[n]?|gruß|dank)|danke|lg|vg|mfg|"
    r"(?:cordiali|distinti|tanti)? ?saluti|grazie|cordialement|bien à vous|merci|saludos(?: cordiales)?|atentamente|"
    r"gracias)"
)
_SIGNED = re.compile(rf"(?:.*[.!?]\s+)?{_CLOSING}\s*(?:(?:[,!.–—-]\s*)?(?P<name>(?-i:{NAME}))?|,\s*[\w’-]+)[.!]?", re.I)
_GREETS = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|day|afternoon)|gentil[ei]|car[oai]|buongiorno|salve|ciao|sehr geehrte\w*|"
    r"liebe[rs]?|hallo|guten (?:tag|morgen)|bonjour|ch[eè]re?|madame|monsieur|hola|estimad[oa]s?|querid[oa]s?|"
    r"buen(?:os|as) (?:días|tardes))\b",
    re.I,
)


def greets(line: str) -> bool:
    """Tell whether a line begins with a greeting."""
    return _GREETS.match(line) is not None


def signs(line: str) -> bool:
    """Tell whether a line is the end of a letter."""
    return _SIGNED.fullmatch(line) is not None
