"""One point of a reviewer's, done or named as not done."""

from collections.abc import Sequence

from agents.offline.adding import placed
from agents.offline.arranged import Section
from agents.offline.markdown import quoted
from agents.offline.material.material import Material
from agents.offline.point_result import Step
from agents.offline.points.facts import stated
from agents.offline.points.written import CONTRAST, written
from agents.offline.remarks.terms import terms
from agents.offline.verbs.carrying_out import UNWRITTEN, carried_out
from storage.rules.words import unmarked

UNABLE = "that needs a language model."


def step_for(point: str, wish: str, parts: list[Section], material: Material) -> Step:
    """Do one point; what only says something else than the draft is named as not done.

    Args:
        wish: the point with the sections that it counts by their names.
    """
    if (words := written(point)) and not CONTRAST.search(words):
        return Step(sections=placed(parts, words), answer="added as you wrote it.")
    text = words or stated(point)
    step = None if words else carried_out(wish, parts, material)
    if text and (step is None or step.answer == UNWRITTEN):
        return Step(sections=parts, answer=_differs(parts, text), done=False)
    return step or Step(sections=parts, answer=UNABLE, done=False)


def _differs(parts: Sequence[Section], text: str) -> str:
    """What the draft says and what a reviewer says, where nothing here can tell what is to be replaced."""
    wanted = set(terms(text))
    lines = [line for part in parts for line in part.lines if not line.startswith("| ---")]
    near = max(lines, key=lambda line: len(wanted & set(terms(line))), default="")
    how = "Write “change … to …”, or “add: …”."
    if not wanted & set(terms(near)):
        return f"you say {quoted(text)}, and no line of the draft is about it. {how}"
    return f"the draft says {quoted(unmarked(near.strip('-*>| ')))} and you say {quoted(text)}. {how}"
