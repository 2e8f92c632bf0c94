"""The parts of the Home tab: what comes next, what is quiet, what has not started and why, and this week."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import ids
from bot.views.chain.comes_after import in_short
from bot.views.durations import minutes
from bot.views.figures import in_words, week_line
from bot.views.kit import Block, button, context, section
from bot.views.moments import moment
from storage.rules.figures import Figures
from storage.rules.gate import Cause
from storage.rules.pages.ahead import Ahead
from storage.rules.pages.portfolios import Portfolio, Run
from storage.rules.pages.streams import QUIET
from storage.rules.recap import Act, Recap
from storage.rules.values.task import State, Task

LISTED = 8  # tasks that have not started


def ready(shown: Portfolio, ahead: Ahead) -> str:
    """Return what the next collection will hold so far: “1 ready so far”."""
    if ahead.fresh:
        return f"{ahead.fresh} ready so far"
    return "nothing new so far" if shown.waits else "nothing waits for you"


def left(ahead: Ahead, now: datetime, zone: str) -> str:
    """Return what was brought and still waits: “3 left from 13:00, about 10 min”; “since” where several messages
    brought it; empty for nothing."""
    if not ahead.left or ahead.left_at is None:
        return ""
    word = "from" if ahead.together else "since"
    return f"{ahead.left} left {word} {moment(ahead.left_at, now, zone)}, about {minutes(ahead.minutes)}"


def quiet(recaps: Mapping[int, Recap], now: datetime) -> dict[int, str]:
    """Return for how long nothing has happened in streams, by the stream's id; without those where something did."""
    last = {stream: max((act.at for act in acts(seen)), default=None) for stream, seen in recaps.items()}
    return {stream: f"quiet for {(now - at).days} days" for stream, at in last.items() if at and now - at >= QUIET}


def acts(seen: Recap) -> list[Act]:
    """Return all that is told of a stream."""
    return [*([seen.last] if seen.last else []), *seen.since]


def not_started(portfolio: Portfolio, ahead: Ahead, now: datetime) -> list[Block]:
    """Return what has not started, each with what it waits for."""
    zone = portfolio.person.zone or "UTC"
    mine = [task for task in portfolio.tasks if task.state in (State.BLOCKED, State.WAITING, State.UNCLEAR)]
    parts = _of_lists(mine, portfolio, ahead) + [
        f"{task.name} {_waits(task, portfolio, ahead)}" for task in mine if not task.run
    ]
    parts += [f"{name} has rows to start: /sluice {name}" for name in portfolio.offered]
    parts += [run_in_words(run, now, zone) for run in portfolio.runs]
    more = f" · and {len(parts) - LISTED} more: /sluice" if len(parts) > LISTED else ""
    return [section(f"*Not started:* {' · '.join(parts[:LISTED])}{more}")] if parts else []


def run_in_words(run: Run, now: datetime, zone: str) -> str:
    """Return when what comes again starts next, which run of it waits, or that it is paused."""
    if run.at is None:
        return f"{run.name} is paused"
    if run.waits_for:
        return f"{run.name} waits for {run.waits_for}"
    return f"{run.name} starts {moment(run.at, now, zone)}"


def _of_lists(mine: Sequence[Task], portfolio: Portfolio, ahead: Ahead) -> list[str]:
    """Return the rows and runs that have not started, those of one series together where they wait for the same."""
    alike = dict[tuple[int, str], list[Task]]()
    for task in (task for task in mine if task.run):
        alike.setdefault((task.series_number, _waits(task, portfolio, ahead)), []).append(task)
    told = []
    for (number, waits), some in alike.items():
        many_wait = waits.replace("waits ", "wait ", 1)
        told.append(f"{some[0].name} {waits}" if len(some) == 1 else f"{len(some)} of T-{number} {many_wait}")
    return told


def _waits(task: Task, portfolio: Portfolio, ahead: Ahead) -> str:
    """Return what a task waits for."""
    if task.state is State.UNCLEAR:
        return "waits for your words: what should come back?"
    if task.state is State.BLOCKED:
        before = portfolio.before.get(task.id, ())
        return f"waits for {in_short(before)}" if before else "can't start: what it comes after was not approved"
    hold = ahead.holds(task)
    if hold is None:
        return "waits for room"
    return "waits until its stream goes on" if hold.cause is Cause.STREAM else "waits for its stream's budget"


def week(seen: Figures) -> list[Block]:
    """Return this week's figures with the way to all of them."""
    more = button("More", ids.FIGURES, "week")
    return [section(week_line.week(seen), more), context(f"{in_words.PRIVATE} · Help: /sluice help")]
