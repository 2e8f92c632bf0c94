"""The lines of a task that a person owes: who asks, when it is due, what it is checked for, what came with it."""

from datetime import datetime

from bot.views import brought, brought_texts
from bot.views.durations import span
from bot.views.kit import cut, esc
from bot.views.moments import moment
from bot.views.stream_name import stream_name
from storage.rules.pages.owed import Owed
from storage.rules.words import capital

TITLE = 60  # characters
CRITERIA = 5  # criteria that are named


def title_of(one: Owed) -> str:
    """Return its title, cut and safe."""
    return esc(cut(one.task.brief.title, TITLE))


def heading(one: Owed) -> str:
    """Return the first line: its title, who asks, its name."""
    task = one.task
    asker = "" if task.assigner == task.brief.worker.name else f"from <@{task.assigner}>"
    revised = f"to revise · v{one.version}" if one.points else ""
    parts = [f"*{title_of(one)}*", revised, asker, "urgent" if task.brief.urgent else "", task.name]
    return " · ".join(part for part in parts if part)


def facts(one: Owed, now: datetime, zone: str) -> str:
    """Return when it is due and how late it is, who decides, its stream."""
    task = one.task
    decides = "you decide" if task.reviewer == task.brief.worker.name else f"<@{task.reviewer}> decides"
    due = task.brief.due
    late = f", {span((now - due).total_seconds())} late" if due and due < now else ""
    parts = [f"Due {moment(due, now, zone)}{late}" if due else "", decides, stream_name(task.brief.stream)]
    line = " · ".join(part for part in parts if part)
    looks = (
        "The checks have answered, in a message of their own."
        if one.checked
        else "The checks look at what you handed in."
    )
    checking = f"\n{looks}" if one.checking else ""
    return f"{capital(line)}{checking}" if not line.startswith("<") else f"{line}{checking}"


def done_when(one: Owed) -> str:
    """Return what it is checked for; empty where its points say more."""
    criteria = one.task.brief.criteria
    more = f" and {len(criteria) - CRITERIA} more" if len(criteria) > CRITERIA else ""
    listed = " · ".join(esc(cut(criterion, 80)) for criterion in criteria[:CRITERIA])
    return f"Done when: {listed}{more}" if criteria and not one.points else ""


def material(one: Owed) -> str:
    """Return what came with it, such as the approved drafts of earlier steps; Open shows the texts and brings files."""
    names = brought.names(one.task)
    brings = " and brings the files" if brought_texts.files(one.task, one.task.brief.worker.name) else ""
    return f"With it: {names}. Open shows it{brings}." if names else ""
