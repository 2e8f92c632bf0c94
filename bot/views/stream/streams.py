"""Tasks stream by stream, as one person sees them: what waits for them first, each with its way in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, button, section
from bot.views.paging import sections
from bot.views.stream.stream_counts import counts, in_state
from bot.views.stream.task_line import task_line
from bot.views.stream_name import stream_name
from storage.rules.pages.portfolios import Portfolio
from storage.rules.values.task import State, Task


def streams(
    portfolio: Portfolio,
    now: datetime,
    most: int | None = None,
    left: Mapping[int, str] | None = None,
    quiet: Mapping[int, str] | None = None,
) -> list[tuple[Block, ...]]:
    """Return the tasks stream by stream.

    Args:
        most: tasks of each stream; all of them where it is None.
        left: where the person left off, by the stream's id; with it each stream has its own Open, and only
            what waits for the person stands below.
        quiet: for how long nothing has happened in a stream, by its id.
    """
    entries: list[tuple[Block, ...]] = []
    for stream in dict.fromkeys(t.stream_id for t in portfolio.tasks):
        tasks = sorted(portfolio.of_stream(stream), key=lambda t: _first(t, portfolio))
        title = _title(tasks, portfolio, (quiet or {}).get(stream or 0, ""))
        entries += _stream(title, (left or {}).get(stream or 0, ""), tasks, portfolio, now=now, most=most)
    return entries


def _first(task: Task, portfolio: Portfolio) -> tuple[bool, float]:
    """Sort what waits for the person to the front, by when it is due."""
    waits = bool(portfolio.mine.get(task.id))
    return not waits, task.brief.due.timestamp() if waits and task.brief.due else float("inf")


def _stream(
    title: str, left: str, tasks: Sequence[Task], portfolio: Portfolio, *, now: datetime, most: int | None
) -> list[tuple[Block, ...]]:
    waiting = [t for t in tasks[:most] if portfolio.mine.get(t.id)]
    lines = {t.id: _line(t, portfolio, now) for t in tasks[:most]}
    choices = [section(lines[t.id], button("Open", ids.SHOW_TASK, t.key)) for t in waiting]
    rest = [lines[t.id] for t in tasks[len(waiting) : most]]
    rest += [f"and {len(tasks) - most} more: /sluice"] if most and len(tasks) > most else []
    if left:
        choice = button("Open stream", ids.STREAM_PAGE, f".{tasks[0].stream_id}")
        if unseen := _unseen(waiting, tasks, portfolio):
            choices.append(section(unseen))
        return [(section(f"{title}\n{left}", choice), *choices[:1]), *((choice,) for choice in choices[1:])]
    if not choices:
        return sections(title, rest)
    return [(section(title), choices[0]), *((choice,) for choice in choices[1:]), *sections("", rest)]


def _line(task: Task, portfolio: Portfolio, now: datetime) -> str:
    return task_line(
        task,
        portfolio.person,
        now,
        is_decided=task.id in portfolio.decided,
        waits=bool(portfolio.mine.get(task.id)),
        later=portfolio.later.get(task.id),
        stand_in=portfolio.stand_ins.get(task.id, ""),
        before=portfolio.before.get(task.id, ()),
    )


def _unseen(waiting: Sequence[Task], tasks: Sequence[Task], portfolio: Portfolio) -> str:
    """Return how much waits for the person that has no room here; empty where all has."""
    left = sum(portfolio.mine.get(t.id, 0) for t in tasks) - sum(portfolio.mine.get(t.id, 0) for t in waiting)
    return f"and {left} more {'waits' if left == 1 else 'wait'}: /sluice" if left > 0 else ""


def _title(tasks: Sequence[Task], shown: Portfolio, quiet: str) -> str:
    name = stream_name(tasks[0].brief.stream or "No stream")
    still = "nothing runs" if quiet and not in_state(tasks, State.WORKING) else ""
    return " · ".join(part for part in (f"*{name}*", counts(tasks, shown), still, quiet) if part)
