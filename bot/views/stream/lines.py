"""A line of a stream's page: a task, and who has it or what it waits for."""

from datetime import datetime

from bot.views.chain.steps import bar
from bot.views.kit import cut, esc
from bot.views.moments import moment
from storage.rules.gate import Cause
from storage.rules.lifecycle import RUNNING
from storage.rules.moment_words import dated
from storage.rules.pages.streams import Again, StreamPage
from storage.rules.values.task import State, Task

TITLE, NAMES = 48, 12  # characters of a title in a line, and members who are named


def title_of(text: str) -> str:
    """Return a title for a line, cut and safe."""
    return esc(cut(text, TITLE))


def in_hand(task: Task, now: datetime, zone: str, name: str) -> str:
    """Return a task that somebody has in hand, with when it is due."""
    due = f", due {dated(task.brief.due, now, zone)}" if task.brief.due else ""
    return f"{name}{title_of(task.brief.title)} · {task.name}{due}"


def with_somebody(task: Task, now: datetime, zone: str) -> str:
    """Return a task that somebody else has in hand: who works on it, else who decides."""
    if task.state in RUNNING:
        return in_hand(task, now, zone, f"{task.brief.worker}: ")
    return in_hand(task, now, zone, f"<@{task.reviewer}> decides: ")


def running(task: Task) -> str:
    """Return a task of an agent, with how far it is."""
    state = bar(task.progress) if task.state is State.WORKING else "waits for an answer"
    return " · ".join(
        part for part in (f"{task.name} {title_of(task.brief.title)}", str(task.brief.worker), state) if part
    )


def comes_again(one: Again, now: datetime, zone: str) -> str:
    """Return what comes again, and when next."""
    coming = f"next {moment(one.next_at, now, zone)}" if one.next_at is not None else "paused"
    return f"{one.name} {title_of(one.title)} · {coming}"


def held_up_by(task: Task, shown: StreamPage) -> str:
    """Return what a task waits for."""
    if task.state is State.UNCLEAR:
        return "for a word on what should come back"
    if task.state is State.BLOCKED:
        return f"for {', '.join(shown.before.get(task.id, ())) or 'another task'}"
    if shown.rests is not None:
        return "until the stream goes on" if shown.rests.cause is Cause.STREAM else "for the budget"
    return "for room"
