"""A line of any list of tasks: how far a task is, for the person who looks."""

from collections.abc import Sequence
from datetime import datetime

from bot.views.chain.comes_after import in_short
from bot.views.chain.steps import bar
from bot.views.durations import span
from bot.views.kit import cut, esc
from bot.views.put_off_until import listed
from bot.views.stream.task_outcome import outcome
from storage.rules.lifecycle import RUNNING
from storage.rules.moment_words import dated
from storage.rules.people import Person
from storage.rules.values.task import State, Task


def task_line(
    task: Task,
    person: Person,
    now: datetime,
    *,
    is_decided: bool = False,
    waits: bool = False,
    later: datetime | None = None,
    stand_in: str = "",
    before: Sequence[str] = (),
) -> str:
    """Return one task as a line of a list, for a person.

    Args:
        is_decided: whether it is decided and can still be undone.
        waits: whether something of it waits for the person; of an approved task that is its delivery.
        later: until when all that waits of it is put off.
        stand_in: who decides it in the place of its reviewer.
        before: the names of the open tasks that it waits for.
    """
    put = listed(later, now, person.zone or "UTC")
    due = f"due {dated(task.brief.due, now, person.zone or 'UTC')}{late(task, now)}" if task.brief.due else ""
    decides = f"<@{task.reviewer}> decides" if task.reviewer != person.user else ""
    if stand_in:
        place = "you" if task.reviewer == person.user else f"<@{task.reviewer}>"
        decides = f"{'you decide' if stand_in == person.user else f'<@{stand_in}> decides'} for {place}"
    asker = f"from <@{task.assigner}>" if task.assigner != person.user else ""
    title = esc(cut(task.brief.title, 60))
    state = bar(task.progress) if task.state is State.WORKING else f"waits for {in_short(before)}" if before else ""
    state = "decided, can be undone" if is_decided else state or _state(task)
    state = f"{state}, not delivered" if waits and task.state is State.APPROVED else state
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
