"""A line of any list of tasks: how far a task is, for the person who looks."""

from datetime import datetime

from bot.views.chain.steps import bar
from bot.views.durations import span
from bot.views.kit import cut, esc
from bot.views.moments import day
from bot.views.put_off_until import listed
from bot.views.stream.task_outcome import outcome
from storage.rules.lifecycle import RUNNING
from storage.rules.people import Person
from storage.rules.values.task import State, Task


def task_line(
    task: Task, person: Person, now: datetime, decided: frozenset[int] = frozenset(), later: datetime | None = None
) -> str:
    """Return one task as a line of a list, for a person.

    Args:
        decided: ids of tasks that are decided and can still be undone.
        later: until when all that waits of it is put off.
    """
    put = listed(later, now, person.zone or "UTC")
    due = f"due {day(task.brief.due, now, person.zone or 'UTC')}{late(task, now)}" if task.brief.due else ""
    decides = f"<@{task.reviewer}> decides" if task.reviewer != person.user else ""
    asker = f"from <@{task.assigner}>" if task.assigner != person.user else ""
    title = esc(cut(task.brief.title, 60))
    state = bar(task.progress) if task.state is State.WORKING else ""
    state = "decided, can be undone" if task.id in decided else state or _state(task)
    return " · ".join(
        part for part in (task.name, title, str(task.brief.worker), state, put, due, decides, asker) if part
    )


def late(task: Task, now: datetime) -> str:
    """Return how late a colleague is with a task, to follow its due time; empty where they are not."""
    over = task.brief.due is not None and task.state in RUNNING and task.brief.worker.is_person
    if not over or task.brief.due is None or task.brief.due >= now:
        return ""
    return f": {span((now - task.brief.due).total_seconds())} late"


def _state(task: Task) -> str:
    if task.state is not State.READY:
        return outcome(task)
    several = task.brief.versions
    return f"{several} versions ready" if task.draft_version == several > 1 else f"ready v{task.draft_version}"
