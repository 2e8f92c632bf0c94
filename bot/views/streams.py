"""Tasks stream by stream, as one person sees them: what waits for them first, each with its way in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, button, cut, esc, section
from bot.views.moments import bar, day, span
from bot.views.paging import sections
from bot.views.put_off import listed
from bot.views.receipt import stream_words
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.portfolios import Portfolio
from storage.rules.people import Person
from storage.rules.values.task import State, Task

STATES = {
    State.UNCLEAR: "unclear: say what should come back",
    State.ASKING: "waits for an answer",
    State.BLOCKED: "waits for another task",
    State.WAITING: "waits for room",
    State.WORKING: "working",
    State.READY: "ready",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
    State.CANCELED: "canceled",
    State.FAILED: "did not work",
    State.DECLINED: "declined",
}
WAITS = (State.READY, State.FAILED, State.ASKING, State.DECLINED)


def outcome(task: Task) -> str:
    """Return what became of a task: “approved”; what went on by itself was not."""
    if task.held_by and task.state is State.WAITING:
        return f"its stream is held by <@{task.held_by}>"
    return "went on by itself" if task.flows and task.state is State.APPROVED else STATES[task.state]


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
        tasks = sorted(portfolio.of_stream(stream), key=lambda t: not portfolio.mine.get(t.id))
        title = _title(tasks, portfolio, (quiet or {}).get(stream or 0, ""))
        entries += _stream(title, (left or {}).get(stream or 0, ""), tasks, portfolio, now=now, most=most)
    return entries


def _stream(
    title: str, left: str, tasks: Sequence[Task], portfolio: Portfolio, *, now: datetime, most: int | None
) -> list[tuple[Block, ...]]:
    waiting = [t for t in tasks[:most] if portfolio.mine.get(t.id)]
    lines = {
        t.id: task_line(t, portfolio.person, now, portfolio.decided, portfolio.later.get(t.id)) for t in tasks[:most]
    }
    doors = [section(lines[t.id], button("Open", ids.SHOW_TASK, t.key)) for t in waiting]
    rest = [lines[t.id] for t in tasks[len(waiting) : most]]
    rest += [f"and {len(tasks) - most} more: /sluice"] if most and len(tasks) > most else []
    if left:
        door = button("Open stream", ids.STREAM_PAGE, f".{tasks[0].stream_id}")
        return [(section(f"{title}\n{left}", door), *doors[:1]), *((door,) for door in doors[1:])]
    if not doors:
        return sections(title, rest)
    return [(section(title), doors[0]), *((door,) for door in doors[1:]), *sections("", rest)]


def _title(tasks: Sequence[Task], shown: Portfolio, quiet: str) -> str:
    name = stream_words(tasks[0].brief.stream or "No stream")
    still = "nothing runs" if quiet and not _count(tasks, State.WORKING) else ""
    return " · ".join(part for part in (f"*{name}*", counts(tasks, shown), still, quiet) if part)


def counts(tasks: Sequence[Task], portfolio: Portfolio) -> str:
    """Return as a line how much waits for the person, how much for others, and how much is under way."""
    mine, decided = sum(portfolio.mine.get(t.id, 0) for t in tasks), portfolio.decided | portfolio.mine.keys()
    theirs = [t for t in tasks if t.state in WAITS and t.reviewer != portfolio.person.user and t.id not in decided]
    named = {t.reviewer for t in theirs}
    others = f"<@{theirs[0].reviewer}>" if len(named) == 1 else "others"
    unclear, working, reserved = (_count(tasks, s) for s in (State.UNCLEAR, State.WORKING, State.WAITING))
    theirs_to_do = [t.brief.worker for t in tasks if t.state is State.WORKING and t.brief.worker.is_person]
    people, workers = len(theirs_to_do), set(theirs_to_do)
    parts = [
        f"{unclear} unclear" if unclear else "",
        f"{wait(mine)} for you" if mine else "",
        f"{wait(len(theirs))} for {others}" if theirs else "",
        f"{working - people} running" if working > people else "",
        f"{people} with {theirs_to_do[0] if len(workers) == 1 else 'people'}" if people else "",
        f"{reserved} not started" if reserved else "",
    ]
    return " · ".join(p for p in parts if p) or "nothing waits"


def _count(tasks: Sequence[Task], state: State) -> int:
    return sum(1 for t in tasks if t.state is state)


def wait(count: int) -> str:
    """Return a number with the right form of its verb: “1 waits”, “2 wait”."""
    return f"{count} {'waits' if count == 1 else 'wait'}"


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


def unseen(portfolio: Portfolio, mine: Mapping[int, int]) -> int:
    """Return how much waits for a person in the tasks that a list has no room for."""
    return sum(mine.values()) - sum(mine.get(t.id, 0) for t in portfolio.tasks)
