"""The line below the title in Open: who works, how far it is, when it is due, how long it takes to read."""

from datetime import datetime

from bot.views import edited
from bot.views.chain import comes_after
from bot.views.durations import minutes
from bot.views.moments import moment
from bot.views.stream.task_outcome import outcome
from bot.views.stream_name import stream_name
from storage.rules.effort import minutes as expected
from storage.rules.own_words import count_words
from storage.rules.pages.whole import Whole
from storage.rules.values.check import Finding
from storage.rules.words import many


def _state(task_page: Whole) -> str:
    live = task_page.item.decision if task_page.item is not None else None
    return "decided" if live is not None and live.effected_at is None else outcome(task_page.task)


def line_of(task_page: Whole, viewer: str, now: datetime, in_parts: str) -> str:
    """Return the line below the title."""
    task, draft = task_page.task, task_page.draft
    doubts = len(draft.found(Finding.NOT_MET, Finding.IN_DOUBT)) if draft else 0
    reading = minutes(task_page.minutes or expected(count_words(draft.body), doubts)) if draft else ""
    due = f"due {moment(task.brief.due, now, task_page.zone)}" if task.brief.due else ""
    reading = f"{reading} to read{in_parts}" if reading else ""
    without = comes_after.left_out(task)
    parts = [
        stream_name(task.brief.stream),
        str(task.brief.worker),
        without,
        _version(task_page),
        "" if task_page.item is not None and task_page.item.candidates else edited.by(draft, viewer),
        _state(task_page),
        due,
        reading,
    ]
    return " · ".join(p for p in parts if p)


def _version(task_page: Whole) -> str:
    if task_page.item is not None and task_page.item.candidates:
        return many(len(task_page.item.candidates), "version")
    return f"v{task_page.draft.version}" if task_page.draft else ""
