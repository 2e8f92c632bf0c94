"""What became of a task that a person owed, as a line."""

from datetime import datetime

from bot.views.moments import at
from bot.views.owed.facts import title_of
from storage.rules.pages.owed import Owed
from storage.rules.values.task import State


def closed_line(one: Owed, reader: str, now: datetime, zone: str) -> str:
    """Return what became of a task that a person owed, as a line."""
    task, worker = one.task, one.task.brief.worker
    if not (worker.is_person and worker.name == reader):
        became = f"with {worker} now"
    elif task.state is State.READY:
        sees = f", who sees it {at(one.sees_at, now, zone)}" if one.sees_at else ""
        became = f"v{task.draft_version} is with <@{one.seer or task.reviewer}>{sees}. You are done"
        became = "it waits for your decision" if task.reviewer == reader else became
    else:
        became = ENDS.get(task.state, "no longer waits for you")
    return f"{title_of(one)} · {task.name} · {became}"


ENDS = {
    State.APPROVED: "✓ approved",
    State.REJECTED: "✗ rejected",
    State.CANCELED: "✗ canceled: nothing is left to do",
    State.BLOCKED: "it waits: an earlier step is not approved",
    State.DECLINED: "you can't do it: who asked was told",
}
