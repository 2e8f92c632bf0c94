"""What was said of a task that a person owes: the points of who decides, their own question and its answer."""

from datetime import datetime

from bot.views.kit import Block, cut, quote, run, words
from bot.views.moments import at
from storage.rules.pages.owed import Owed
from storage.rules.values.task import State
from storage.rules.words import many, one_line

POINT, POINTS = 200, 6  # characters, points


def points(one: Owed) -> list[Block]:
    """Return what should change, numbered, in the words of who decided."""
    if not one.points:
        return []
    lines = [f"{n}. {cut(one_line(point), POINT)}" for n, point in enumerate(one.points[:POINTS], 1)]
    lines += [f"and {len(one.points) - POINTS} more: press Open"] if len(one.points) > POINTS else []
    return [words(run(f"{many(len(one.points), 'point')}:")), quote("\n".join(lines))]


def question(one: Owed, now: datetime, zone: str) -> list[Block]:
    """Return what they asked, and what was answered."""
    if not one.asked:
        return []
    asked = [words(run("You asked: ", bold=True), run(cut(one_line(one.asked), POINT)))]
    if one.answer:
        return [*asked, words(run("Answer: ", bold=True)), quote(cut(one.answer, 2 * POINT))]
    sees = f"It is seen {at(one.sees_at, now, zone)}." if one.sees_at else "It waits for an answer."
    return [*asked, words(run(sees))] if one.task.state is State.ASKING else asked
