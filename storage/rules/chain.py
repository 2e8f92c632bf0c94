"""A chain in one go: “researcher: compare …; then writer: recommend one; then @bob: check the numbers”."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from storage.rules.values.brief import Brief

MOST_STEPS = 20  # tasks that come one after the other
MOST_TASKS = 1_000  # tasks that hang together
_THEN = re.compile(r"then\b[:,]?\s+(?P<step>.*)", re.I | re.S)
NOTHING_NEXT = "nothing comes after it yet. It waits for your decision, unless a task is made that comes after it."
SEMICOLON = "This stays part of the text. To make it the next step, say it behind a semicolon: ; {0} …"
NOTHING_BEHIND = "Nothing stands behind “then”. Say who does what next, for example: then writer: one page on it"
_NAMED = re.compile(r"(?:agent:)?@?(?P<name>[A-Za-z][\w.-]{1,60}):\s*")


def alone(brief: Brief) -> Brief:
    """Return a brief as its own task keeps it, without what comes before and behind it."""
    return replace(brief, then=(), after=(), flows=False)


def in_passing(goal: str) -> tuple[str, ...]:
    """Return words of the first line that look like a next step and stay text, such as “then @bob:”."""
    named = re.search(r"\bthen\s+@?[A-Za-z][\w.-]{1,60}:(?=\s)", goal.partition("\n")[0], re.I)
    return (named[0],) if named else ()


def faults(text: str, steps: Collection[str]) -> list[str]:
    """Return why a brief can't be a chain: too many steps, or a last one that is missing."""
    first, semicolon, last = text.rstrip("; \n").rpartition(";")
    is_open = bool(first.strip() and semicolon and re.fullmatch(r"then[:,]?", last.strip(), re.I))
    many = f"Those are {len(steps)} steps: a chain has {MOST_STEPS} at most." if len(steps) > MOST_STEPS else ""
    return [why for why in (many, NOTHING_BEHIND if is_open else "") if why]


def only_first(after: Collection[str]) -> str:
    """Return why a later step can't name what it comes after, with the way to say it."""
    clause = f"after {', '.join(after)}"
    return f"Only the first step of a chain can say “{clause}”. Say it before “then”: …; {clause}; then writer: …"


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
        if step and (begins(step) or (behind_semicolon and _NAMED.match(step))):
            steps.append(step + ("\n" if piece.endswith("\n") else ""))
        else:
            steps[-1] += piece
        behind_semicolon = piece.rstrip().endswith(";") or (behind_semicolon and not piece.strip())
    return tuple(steps)


def named(step: str) -> str:
    """Return “@bob” for the name before the colon of a step; '' where there is none."""
    match = _NAMED.match(step)
    return f"@{match['name']}" if match else ""


def unknown_worker(step: str, agents: Collection[str], near: Callable[[str, Collection[str]], str | None]) -> str:
    """Return what is said of a step whose worker nobody knows."""
    named = _NAMED.match(step)
    name, meant = (named["name"] if named else step.split(" ")[0]), near(step, agents)
    mended = f" Did you mean `then {meant}:`?" if meant else " A colleague is picked with @ from Slack's list."
    return f"I don't know who “{name}” is, behind “then”.{mended} Agents: {', '.join(sorted(agents))}."
