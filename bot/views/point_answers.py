"""How a worker answered the points of a reviewer."""

import re

from storage.rules.undone import UNDONE
from storage.rules.words import capital, one_line

ANSWERS = 160  # characters
SEVERAL = 4  # words, of which no two texts have the same by chance
_SENTENCE = re.compile(r"[.;!?\n]+")
_SAYS = re.compile(r"(?:\d+\. )?(?:“.*”: )?(?P<not>not )?done\b")
_POINT = re.compile(r"(?:\d+\. )?(?:“.*”: (?=(?:not )?done: ))?(?:(?:not )?done: )?")  # what stands before an answer


def without_point(line: str, undone: bool, shown: str) -> str:
    """Return an answer without the point that it answers; empty where it stands in what is shown."""
    text = one_line(line)
    if stands(text, shown):
        return ""
    text = text[_end(text) :]
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return f"Not done: {text}" if undone and not UNDONE.match(text) else capital(text)


def is_undone(line: str) -> bool:
    """Tell whether an answer says that its point was not done; what it quotes of the point says nothing."""
    text = one_line(line)
    said = _SAYS.match(text)
    return said["not"] is not None if said else UNDONE.match(text[_end(text) :]) is not None


def stands(line: str, shown: str) -> bool:
    """Tell whether a line, without the point that it answers, stands in what is shown; a few words as a sentence."""
    said = line[_end(line) :].rstrip(".").casefold()
    if len(said.split()) >= SEVERAL:
        return said in shown.casefold()
    return said in (part.strip() for part in _SENTENCE.split(shown.casefold()))


def _end(line: str) -> int:
    match = _POINT.match(line)
    return match.end() if match else 0
