"""What is asked for as a canvas, where the workspace has none."""

from bot.views.trouble import canvas_refusals
from storage.rules.brief import Parsed
from storage.rules.noted import Problem
from storage.rules.values.form import Form


def no_canvas(parsed: Parsed, lacks: str) -> tuple[Problem, ...]:
    """Return why what was asked for as a canvas can't be one, and how it can come instead; empty where it can.

    Args:
        lacks: what the workspace lacks for canvases, in Slack's word; empty for nothing.
    """
    asked = any(step.form is Form.CANVAS for step in (parsed, *parsed.then))
    if not asked or not lacks:
        return ()
    why = f"I can't make a canvas here: {canvas_refusals.no_canvas(lacks)}."
    return (Problem(why=f"{why} Write “as a file” instead.", clause=Form.CANVAS.clause, key="as"),)
