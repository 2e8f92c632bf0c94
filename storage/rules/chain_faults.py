"""What is said of words that look like a chain, or of a chain that can't be one."""

import re
from collections.abc import Callable, Collection

from storage.rules.chain import MOST_STEPS, NAMED

NOTHING_NEXT = "nothing comes after it yet. It waits for your decision, unless a task is made that comes after it."
SEMICOLON = "This stays part of the text. To make it the next step, say it behind a semicolon: ; {0} …"
NOTHING_BEHIND = "Nothing stands behind “then”. Say who does what next, for example: then writer: one page on it"


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


def unknown_worker(step: str, agents: Collection[str], near: Callable[[str, Collection[str]], str | None]) -> str:
    """Return what is said of a step whose worker nobody knows."""
    named = NAMED.match(step)
    name, meant = (named["name"] if named else step.split(" ")[0]), near(step, agents)
    mended = f" Did you mean `then {meant}:`?" if meant else " A colleague is picked with @ from Slack's list."
    return f"I don't know who “{name}” is, behind “then”.{mended} Agents: {', '.join(sorted(agents))}."
