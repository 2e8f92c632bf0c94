"""The sentence that a reviewer asks to add."""

import re

from agents.offline.contrasts import ADD_ABROAD
from agents.offline.corrections.reading import correction
from storage.rules.words import capital

_TO_ADD = r"(?:add|include|insert)\b"
CONTRAST = re.compile(
    r"[,;]\s*(?:and |but )?(?:not|nicht|non|pas|no)\s", re.I
)  # “coffee, not tea” corrects, and adds nothing
_WRITTEN = re.compile(
    rf"(?:(?:please|and|also|can you|could you|you should)\s+)*{_TO_ADD}(?:\s+(?:this|that|the|a|one)(?:\s+\w+)?)?"
    r"(?:\s*:\s*|\s+(?=[“\"])|"
    r"\s+that\s+(?!(?:to|in|at|as|too|here|there|back|please|section|paragraph|sentence|line|part)\b))"
    r"(?P<words>.+)|"
    rf"(?:(?:bitte|per favore|por favor|und|e|et|y)\s+)*{ADD_ABROAD}(?:\s+(?:bitte|per favore|por favor))?\s*:\s*"
    r"(?P<abroad>.+)",
    re.I,
)

_QUOTED = re.compile(r"[“„\"«](?P<words>[^“”„\"«»]+)[”“\"»](?P<behind>.*)")


def written(point: str) -> str:
    """Return the sentence that a reviewer asks to add (“add that …”, “add: …”); empty when there is none."""
    match = _WRITTEN.fullmatch(point.strip())
    words = (match["words"] or match["abroad"]).strip() if match else ""
    quoted = _QUOTED.fullmatch(words)
    if quoted and quoted["behind"].strip(" .!"):  # says where it goes, which nobody follows here
        return ""
    words = (quoted["words"] if quoted else words).strip(' “”„"«»')
    if len(words.split()) < 3 or words.endswith("?") or (re.search(r"[“”\"]", words) and exchanges(point)):
        return ""
    return capital(words) + ("" if words.endswith((".", "!")) else ".")


def exchanges(point: str) -> bool:
    """Tell whether a point names what is wrong and what is right."""
    found = correction(point)
    return found is not None and found.old is not None and found.new is not None
