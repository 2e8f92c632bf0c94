"""How a worker answered the points of a reviewer."""

import re

from storage.rules.words import capital, one_line

ANSWERS = 160  # characters
UNDONE = re.compile(r"\bnot (?:done|possible|answered|followed)\b", re.I)  # how an answer to a point says so
_POINT = re.compile(r"(?:\d+\. )?(?:“.*”: (?=(?:not )?done: ))?(?:(?:not )?done: )?")  # what stands before an answer


def without_point(line: str, undone: bool, shown: str) -> str:
    """Return an answer without the point that it answers; empty where it stands in what is shown."""
    text = one_line(line)
    if stands(text, shown):
        return ""
    text = text[_end(text) :]
    text = text if text.endswith((".", "!", "?")) else f"{text}."
    return f"Not done: {text}" if undone and not UNDONE.search(text) else capital(text)


def stands(line: str, shown: str) -> bool:
    """Tell whether a line, without the point that it answers, stands in what is shown."""
    return line[_end(line) :].rstrip(".").casefold() in shown.casefold()


def _end(line: str) -> int:
    match = _POINT.match(line)
    return match.end() if match else 0
