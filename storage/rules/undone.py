"""How an answer to a reviewer's point says that the point was not done."""

import re

UNANSWERED = "not answered"
UNDONE = re.compile(  # at the beginning of an answer
    r"(?:(?:this|that|it|the point) (?:was |is |could )?)?not (?:be )?(?:done|possible|answered|followed)\b", re.I
)


def answered(number: int, point: str, text: str) -> str:
    """Return the line of a draft that answers a point: “1. “shorter”: not done: Not possible: it has 3 words”."""
    return f"{number}. “{point}”: {'not done' if UNDONE.match(text) else 'done'}: {text}"
