"""Whether a goal asks for a part of what came with it: what only arranges gives all of it, and says so."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from agents.offline.arranged import Arranged, Question
from agents.offline.markdown import quoted
from agents.offline.material.material import Material

Fill = Callable[[str, Material], Arranged | Question]
_RESTRICTS = re.compile(
    r"\b(?:only|just|without|except|excluding|not|who(?! does what)|whose|which|that|top|largest|biggest|smallest|"
    r"cheapest|oldest|newest|nur|ohne|außer|solo|senza|tranne|eccetto|seulement|uniquement|sans|sauf|sin|excepto|"
    r"salvo)\b|"
    r"\bbetween \d|\b(?:before|after|since|under|over|above|below|than|least|most|bis|unter|über|prima|dopo|entro|"
    r"sotto|sopra|avant|après|depuis|antes|después)\s+(?:(?:the|il|le|el|dem|den|del|de)\s+)?(?:\d|[A-ZÀ-Þ])"
)
_ORDER = re.compile(r"\b(?:largest|biggest|smallest|cheapest|oldest|newest|most) first\b", re.I)
_ABOUT = re.compile(
    r"\s(?:of|about|on|from|der|des|vo[mn]|über|aus|del\w*|di|su(?:l\w*)?|dall\w*|du|de|sur|sobre)\b.*", re.I | re.S
)


def restricts(goal: str) -> bool:
    """Tell whether a goal asks for only a part of the material."""
    return _RESTRICTS.search(_ORDER.sub("", goal)) is not None


def head_of(goal: str) -> str:
    """Return the first thing that a goal names (“Summary” of “Summary of the message”)."""
    return _ABOUT.sub("", goal)


def not_done(goal: str) -> str:
    """Return the line that says a goal was not done."""
    return f"Not done: {quoted(goal, 30)} needs a language model."


def told_not_done(goal: str, arranged: Arranged) -> Arranged:
    """Return a draft that says, in its summary and as missing, that its goal was not done."""
    line = not_done(goal)
    if line in arranged.missing:
        return arranged
    return replace(arranged, summary=f"{line} {arranged.summary}", missing=(line, *arranged.missing))


def of_all(fill: Fill) -> Fill:
    """Return a form that says “not done” when the goal asks for only a part of the material."""

    @wraps(fill)
    def filled(goal: str, material: Material) -> Arranged | Question:
        arrangement = fill(goal, material)
        return (
            told_not_done(goal, arrangement) if isinstance(arrangement, Arranged) and restricts(goal) else arrangement
        )

    return filled
