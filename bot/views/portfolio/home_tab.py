"""The Home tab."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import home as parts
from bot.views import ids
from bot.views.habits import habits
from bot.views.kit import Block, actions, button, context, cut, divider, esc, header, section
from bot.views.moments import moment
from bot.views.people import people_counts, people_home
from bot.views.portfolio.status_lines import all_stopped, decided_of, resting, running_of
from bot.views.portfolio.task_buttons import task_buttons, unreached
from bot.views.stream.recap import left_off
from bot.views.stream.stream_buttons import value
from bot.views.stream.streams import streams
from bot.views.stream.task_outcome import outcome
from bot.views.stream_name import stream_name
from storage.rules.figures import Figures
from storage.rules.pages.ahead import Ahead
from storage.rules.pages.portfolios import Portfolio
from storage.rules.recap import Recap
from storage.rules.values.habit import Habit
from storage.rules.values.stream import Stream
from storage.rules.values.task import Task

EACH = 8  # tasks shown of a stream
ROOM = 70  # blocks of streams on the Home tab: at most 27 stand around them


def home(
    portfolio: Portfolio,
    now: datetime,
    missing: Sequence[str] = (),
    recaps: Mapping[int, Recap] | None = None,
    idle: Sequence[Stream] = (),
    *,
    ahead: Ahead = Ahead(),
    week: Figures = Figures(),
    rules: Sequence[Habit] = (),
) -> Block:
    """Return the Home tab.

    Args:
        missing: what the installation lacks, each as a sentence.
        recaps: where the person left off in their streams, by the stream's id.
        idle: streams of theirs without a task in the list.
        week: their own figures of this week.
        rules: from their own record.
    """
    zone = portfolio.person.zone or "UTC"
    when = f"Next: {moment(portfolio.next_at, now, zone)}" if portfolio.next_at else "No collection times are set"
    quiet = portfolio.person.quiet_at
    line = [
        all_stopped(portfolio),
        parts.left(ahead, now, zone),
        resting(portfolio),
        f"{running_of(portfolio.tasks)} running" if running_of(portfolio.tasks) else "",
        decided_of(portfolio),
        people_counts.coming(portfolio),
        f"{moment(quiet, now, zone)} was quiet" if quiet and (now - quiet).days in (0, 1) else "",
    ]
    blocks = [
        *unreached(portfolio),
        *_incomplete(missing),
        header(f"{when} · {parts.ready(portfolio, ahead)}"),
        *([context(" · ".join(p for p in line if p))] if any(line) else []),
        actions(*task_buttons(portfolio.waits_now, collect=False)),
        *habits.home(rules, now, zone),
    ]
    left = {stream: left_off(seen, now, zone) for stream, seen in (recaps or {}).items()}
    entries = streams(portfolio, now, EACH, left, parts.quiet(recaps or {}, now))
    listed = [block for entry in entries for block in entry]
    blocks += listed[:ROOM]
    if len(listed) > ROOM:
        blocks.append(context("And more tasks: /sluice shows them all."))
    if not portfolio.tasks and not portfolio.owed:
        blocks.append(section("Nothing is under way. Press Assign, or write me in direct messages what you need."))
    blocks += [
        section(f"*{stream_name(one.name)}* · nothing open", button("Open stream", ids.STREAM_PAGE, value(one)))
        for one in idle
    ]
    below = [*people_home.home(portfolio, now), *parts.not_started(portfolio, ahead, now)]
    blocks += [divider(), *below] if below else []
    if portfolio.closed:
        blocks += [divider(), section("*Closed lately*\n" + "\n".join(_left_off(t) for t in portfolio.closed[:3]))]
    return {"type": "home", "blocks": [*blocks, divider(), *parts.week(week)]}


def _incomplete(missing: Sequence[str]) -> list[Block]:
    """Say what the installation lacks, so that nobody wonders why something does not work."""
    if not missing:
        return []
    lines = "\n".join(f"• {esc(sentence)}" for sentence in missing)
    return [context(f"*This installation is not complete. Ask your administrator.*\n{lines}")]


def _left_off(task: Task) -> str:
    return f"{outcome(task).capitalize()}: {esc(cut(task.brief.title, 60))} · {task.name}"
