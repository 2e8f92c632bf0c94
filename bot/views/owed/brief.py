"""The brief of a task on top of the form that hands it in."""

from datetime import datetime

from bot.views import brought
from bot.views.kit import Block, context, cut, esc, quote, rich, run, section, words
from bot.views.moments import moment
from storage.rules.pages.owed import Owed
from storage.rules.words import one_line

GOAL, CRITERIA = 600, 10  # characters, criteria


def brief_of(mine: Owed, now: datetime, zone: str) -> list[Block]:
    """Return what was asked for: the goal, the criteria, the points, what came with it."""
    task = mine.task
    due = f" · due {moment(task.brief.due, now, zone)}" if task.brief.due else ""
    blocks = [section(f"*{esc(cut(task.brief.title, 100))}* · from <@{task.assigner}>{due}")]
    said = [quote(cut(task.brief.goal, GOAL))]
    if task.brief.criteria:
        listed = "\n".join(f"• {cut(one_line(c), 150)}" for c in task.brief.criteria[:CRITERIA])
        said += [words(run("Done when: ", bold=True)), quote(listed)]
    if mine.points:
        numbered = "\n".join(f"{n}. {cut(one_line(point), 300)}" for n, point in enumerate(mine.points, 1))
        said += [words(run("What should change: ", bold=True)), quote(numbered)]
    names = brought.names(task)
    return [*blocks, rich(*said), *([context(f"With it: {names}. Open shows it.")] if names else [])]
