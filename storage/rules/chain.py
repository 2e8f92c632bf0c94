"""A chain in one go: “researcher: compare …; then writer: recommend one; then @bob: check the numbers”."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from storage.rules.values.brief import Brief

MOST_STEPS = 20  # tasks that come one after the other
MOST_TASKS = 1_000  # tasks of one pipeline
_THEN = re.compile(r"then\b[:,]?\s+(?P<step>.*)", re.I | re.S)
NAMED = re.compile(r"(?:agent:)?@?(?P<name>[A-Za-z][\w.-]{1,60}):\s*")


def alone(brief: Brief) -> Brief:
    """Return a brief as its own task keeps it, without what comes before and behind it."""
    return replace(brief, then=(), after=(), flows=False)


def split(pieces: Collection[str], begins: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the texts of the steps of a chain; only one where it is none.

    Args:
        pieces: the text in pieces that end at a semicolon or a line's end.
        begins: whether words behind “then” name who does the next step.
    """
    steps, behind_semicolon = [""], True
    for piece in pieces:
        then = _THEN.match(piece.strip())
        step = then["step"] if then else ""
        if step and (begins(step) or (behind_semicolon and NAMED.match(step))):
            steps.append(step + ("\n" if piece.endswith("\n") else ""))
        else:
            steps[-1] += piece
        behind_semicolon = piece.rstrip().endswith(";") or (behind_semicolon and not piece.strip())
    return tuple(steps)


def named(step: str) -> str:
    """Return “@bob” for the name before the colon of a step; '' where there is none."""
    match = NAMED.match(step)
    return f"@{match['name']}" if match else ""
