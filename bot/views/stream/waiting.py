"""What of a stream waits for the person, each with its way in."""

from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, button, section
from bot.views.paging import sections
from bot.views.put_off_until import listed
from bot.views.stream.lines import title_of
from storage.rules.pages.streams import StreamPage
from storage.rules.values.ask import Kind
from storage.rules.values.task import Task

BUTTONS = 8  # things that wait, each with its own Open
_KINDS = {Kind.QUESTION: "Question", Kind.PERMISSION: "Permission", Kind.PROBLEM: "Problem"}


def waiting(shown: StreamPage, now: datetime) -> list[tuple[Block, ...]]:
    """Return what waits for the person, the first of it each with its way in."""
    waits = [task for task in shown.tasks if task.id in shown.waits]
    each = [one for task in waits for one in shown.waits[task.id]]
    later = sum(one.later_at is not None for one in each)
    title = f"*WAITS FOR YOU · {len(each)}{f', {later} of that later' if later else ''}*"
    if not waits:
        return [(section("*WAITS FOR YOU* · nothing"),)]
    choices = [section(_waits(task, shown, now), button("Open", ids.SHOW_TASK, task.key)) for task in waits[:BUTTONS]]
    rest = sections("", (_waits(task, shown, now) for task in waits[BUTTONS:]))
    return [(section(title), choices[0]), *((choice,) for choice in choices[1:]), *rest]


def _waits(task: Task, shown: StreamPage, now: datetime) -> str:
    waits, zone = shown.waits[task.id], shown.person.zone or "UTC"
    kinds = [_KINDS.get(one.kind, f"v{task.draft_version}") for one in waits]
    first = min((one.later_at for one in waits if one.later_at is not None), default=None)
    parts = (title_of(task.brief.title), ", ".join(kinds), task.name, listed(first, now, zone))
    return " · ".join(part for part in parts if part)
