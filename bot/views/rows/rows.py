"""One brief over many rows: its receipt, with nothing started before somebody says so."""

from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, confirm, context, cut, esc, section
from bot.views.rows.clauses import clauses, decides, hide
from bot.views.stream_name import stream_name
from storage.rules.gate import share_of
from storage.rules.lifecycle import OPEN
from storage.rules.pages.series import TO_TRY, Standing
from storage.rules.values.series import SeriesState
from storage.rules.values.task import State
from storage.rules.words import many

LIST = 5  # criteria named in a receipt
STATES = (
    (State.READY, "ready"),
    (State.WORKING, "running"),
    (State.ASKING, "waiting for an answer"),
    (State.WAITING, "waiting for room"),
    (State.BLOCKED, "waiting for another task"),
    (State.DECLINED, "declined"),
    (State.FAILED, "that did not work"),
    (State.APPROVED, "approved"),
    (State.REJECTED, "rejected"),
    (State.CANCELED, "canceled"),
)


def rows(standing: Standing, now: datetime, hint: str = "") -> Message:
    """Return the receipt of a brief that goes over rows: how many, how they come, the first of them, what to do."""
    series = standing.series
    facts = [
        _head(standing),
        _pace(standing),
        *([_first(standing)] if standing.first and not series.runs else []),
        *_facts(standing, now),
    ]
    blocks = [section("\n".join(facts)), *([section(hint)] if hint else [])]
    if buttons := _buttons(standing):
        blocks.append(actions(*buttons))
    blocks.append(context(f"Only you see this. Find it again with /sluice {series.name}."))
    return Message(f"{series.name}: {many(standing.rows, 'row')}.", tuple(blocks))


def _head(standing: Standing) -> str:
    series = standing.series
    source = f" from {esc(cut(standing.file, 40))}" if standing.file else ""
    return f"*{series.name} · {esc(cut(series.brief.title, 60))}* · {many(standing.rows, 'row')}{source}"


def _pace(standing: Standing) -> str:
    """Return what has come of the rows; before any has started, how many come at a time."""
    series = standing.series
    if series.state is SeriesState.STOPPED:
        told = _told(standing)
        return f"Canceled: no more rows start.{f' {told}' if told else ''}"
    if series.runs:
        left, starts = standing.rows - series.runs, series.state is SeriesState.ACTIVE
        rest = f"{left} {'about to start' if starts else 'not started'}" if left else ""
        return " · ".join(part for part in (_told(standing), rest) if part)
    whose = "your" if standing.own_room else f"<@{series.reviewer}>'s"
    places = max(0, standing.room - standing.waiting)
    at_once = min(standing.rows, places if standing.share is None else min(places, standing.share))
    waits = many(standing.waiting, "waits or is under way", "wait or are under way")
    pace = f"{at_once} at a time" if at_once else "None begins yet"
    shared = standing.share is not None and at_once < min(standing.rows, places)
    share = f", and they take {share_of(standing.room)} of one person at a time" if shared else ""
    return f"{pace}: {whose} limit is {standing.room}, {waits}{share}"


def _then(standing: Standing) -> list[str]:
    """Return the step that comes after all rows, as a line; nothing where there is none."""
    then = standing.series.then
    if then is None or standing.series.state is SeriesState.STOPPED:
        return []
    decides = f" · <@{standing.then_decides}> decides" if standing.then_decides else ""
    return [f"After all rows are decided: {then.worker} · {esc(cut(then.title or then.goal, 60))}{decides}"]


def _told(standing: Standing) -> str:
    """Return how many rows are how far."""
    there = [(state, word) for state, word in STATES if standing.states.get(state)]
    return " · ".join(f"{standing.states[state]} {_word(state, word, standing)}" for state, word in there)


def _word(state: State, word: str, standing: Standing) -> str:
    held = state is State.WAITING and standing.held_by
    return f"not started: their stream is held by <@{standing.held_by}>" if held else word


def _first(standing: Standing) -> str:
    """Return the first rows by name, so that a wrong file is seen before anything starts."""
    named = ", ".join(f"#{n} {esc(cut(title, 40))}" for n, title in enumerate(standing.first, 1))
    return named if len(standing.first) == standing.rows else f"First three: {named}"


def _facts(standing: Standing, now: datetime) -> list[str]:
    series, brief = standing.series, standing.series.brief
    asker = "" if standing.own else f"from <@{series.assigner}>"
    parts = [asker, str(brief.worker), stream_name(brief.stream)]
    parts.append(decides(standing))
    more = f" and {len(brief.criteria) - LIST} more" if len(brief.criteria) > LIST else ""
    criteria = " · ".join(esc(cut(c, 80)) for c in brief.criteria[:LIST])
    each = clauses(brief, standing, now)
    done = [f"Done when: {criteria}{more}"] if criteria else []
    return [" · ".join(p for p in parts if p), *each, *done, *_then(standing)]


def _buttons(standing: Standing) -> list[Block]:
    series = standing.series  # who only decides on its rows neither starts nor changes them
    left = standing.rows - series.runs if series.state is SeriesState.OFFERED and standing.own else 0
    if not series.is_open:
        return []
    step = ", with the step after all rows if that has not begun" if series.then is not None else ""
    what = f"What is not decided is canceled{step}. What was approved stays."
    sure = confirm("Cancel all rows?", what, "Cancel all", "No")
    cancels = standing.rows > series.runs or any(standing.states.get(state) for state in OPEN)
    count = "" if standing.rows == 1 else f" {'all' if not series.runs else 'the other'} {left}"
    start = button(f"Start{count}", ids.START_ALL, series.key, "primary")
    some = button(f"Start {TO_TRY} to try", ids.START_SOME, series.key)
    return [
        *([start] if left else []),
        *([some] if left > TO_TRY and not series.runs else []),
        *([button("Edit", ids.EDIT_SERIES, series.key)] if left else []),
        *(hide(standing) if left else []),
        *([button("Cancel", ids.CANCEL_ROWS, series.key, None, sure if series.runs else None)] if cancels else []),
    ]
