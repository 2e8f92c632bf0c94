"""What of a stream waits for nobody's decision, in groups: to do, running, with people, held up."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views.chain import chain_line
from bot.views.kit import Block, context, section
from bot.views.paging import sections
from bot.views.stream.lines import NAMES, comes_again, held_up_by, in_hand, running, title_of, with_somebody
from bot.views.stream.task_line import task_line
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.streams import QUIET, StreamPage
from storage.rules.values.task import State, Task


def in_groups(shown: StreamPage, now: datetime) -> Iterable[tuple[Block, ...]]:
    """Return the groups, each with its tasks; one that has none is left out."""
    groups = _sorted(shown)
    zone = shown.person.zone or "UTC"
    yield from _group("YOURS TO DO", (in_hand(task, now, zone, "") for task in groups["owed"]))
    yield from _group("RUNNING", (running(task) for task in groups["running"]))
    yield from _group("WITH PEOPLE", (with_somebody(task, now, zone) for task in groups["people"]))
    yield from _group(
        "WAITS", (f"{task.name} {title_of(task.brief.title)} · {held_up_by(task, shown)}" for task in groups["waits"])
    )
    yield from _group(
        "ONE AFTER THE OTHER", (chain_line.in_a_line(pipeline, shown.waits.keys()) for _, pipeline in shown.chains)
    )
    yield from _group("COMES AGAIN", (comes_again(one, now, zone) for one in shown.again))
    yield from _group("ALSO IN THE CHANNEL", (task_line(task, shown.person, now) for task in groups["shown"]))
    quiet = [f"{task.name} {title_of(task.brief.title)}" for task in shown.tasks if task.id in shown.quiet]
    since = (now - QUIET).astimezone(ZoneInfo(zone))
    if quiet:
        yield (section(f"*QUIET since {since:%A}* · {' · '.join(quiet[:NAMES])}"),)
    if shown.more:
        yield (context(f"And {shown.more} more: /sluice find WORDS"),)


def _group(title: str, lines: Iterable[str]) -> list[tuple[Block, ...]]:
    listed = list(lines)
    return sections(f"*{title} · {len(listed)}*", listed) if listed else []


def _sorted(shown: StreamPage) -> dict[str, list[Task]]:
    groups: dict[str, list[Task]] = {name: [] for name in ("owed", "running", "people", "waits", "shown")}
    for task in shown.tasks:
        if task.id not in shown.waits:
            groups[_group_of(task, shown)].append(task)
    return groups


def _group_of(task: Task, shown: StreamPage) -> str:
    if task.id not in shown.theirs:
        return "shown"
    if task.state in (State.WAITING, State.BLOCKED, State.UNCLEAR):
        return "waits"
    if task.state in RUNNING and task.brief.worker.is_person:
        return "owed" if task.brief.worker.name == shown.person.user else "people"
    return "running" if task.state in RUNNING else "people"
