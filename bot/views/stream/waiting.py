"""What of a stream waits for the person, each with its way in."""

from bot.views import ids
from bot.views.kit import Block, button, section
from bot.views.paging import sections
from bot.views.stream.lines import title_of
from storage.rules.pages.streams import StreamPage
from storage.rules.values.ask import Kind
from storage.rules.values.task import Task

BUTTONS = 8  # things that wait, each with its own Open
_KINDS = {Kind.QUESTION: "Question", Kind.PERMISSION: "Permission", Kind.PROBLEM: "Problem"}


def waiting(shown: StreamPage) -> list[tuple[Block, ...]]:
    """Return what waits for the person, the first of it each with its way in."""
    waits = [task for task in shown.tasks if task.id in shown.waits]
    title = f"*WAITS FOR YOU · {sum(len(shown.waits[task.id]) for task in waits)}*"
    if not waits:
        return [(section("*WAITS FOR YOU* · nothing"),)]
    choices = [section(_waits(task, shown), button("Open", ids.SHOW_TASK, task.key)) for task in waits[:BUTTONS]]
    rest = sections("", (_waits(task, shown) for task in waits[BUTTONS:]))
    return [(section(title), choices[0]), *((choice,) for choice in choices[1:]), *rest]


def _waits(task: Task, shown: StreamPage) -> str:
    kinds = [_KINDS.get(kind, f"v{task.draft_version}") for kind in shown.waits[task.id]]
    return f"{title_of(task.brief.title)} · {', '.join(kinds)} · {task.name}"
