"""The portfolio: in `/sluice`, on the Home tab, and one task's line."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import asks, ids
from bot.views.kit import Block, Message, actions, button, context, cut, divider, esc, header, section
from bot.views.moments import bar, moment, span
from bot.views.paging import Listing, page, sections
from storage.ledger.portfolio import Figures, Portfolio
from storage.ledger.records import Overruled, Record
from storage.rules.budget import dollars
from storage.rules.calendar import EVERY_DAY, WEEKDAYS, Schedule
from storage.rules.gate import stopped
from storage.rules.lifecycle import CLOSED, RUNNING
from storage.rules.people import Person
from storage.rules.task import Item, State, Task

STATES = {
    State.UNCLEAR: "unclear: say what should come back",
    State.ASKING: "waits for an answer",
    State.WAITING: "waits for room",
    State.WORKING: "working",
    State.READY: "ready",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
    State.CANCELED: "canceled",
    State.FAILED: "did not work",
}
EACH = 8  # tasks shown of a stream
STREAMS = 20  # sections of streams on the Home tab
ASKED = 3  # questions offered in a list


def tasks(shown: Portfolio, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice tasks`: by stream, with what waits for the person first."""
    if not shown.tasks and not shown.closed:
        return Message(
            "Nothing is assigned yet.",
            (section("Nothing is assigned yet. Try: /assign writer: Launch FAQ for the beta; by Friday 17:00"),),
        )
    waiting = shown.waits
    title = f"{waiting} {'waits' if waiting == 1 else 'wait'} for you · {_running(shown.tasks)} running"
    more = [(context(f"And {shown.more} more: /sluice find WORDS"),)] if shown.more else []
    listing = Listing(
        "Your tasks",
        (*_unreached(shown), header(title), context(_next(shown, now))),
        (*_questions(shown), *_streams(shown, now), *more, *_closed(shown)),
        (actions(*_doors(bool(waiting))),),
    )
    return page(listing, "tasks", number)


def _closed(shown: Portfolio) -> list[tuple[Block, ...]]:
    names = [f"{t.name} {esc(cut(t.brief.title, 40))} ({STATES[t.state]})" for t in shown.closed]
    return [(context("Closed lately: " + " · ".join(names)),)] if names else []


def _questions(shown: Portfolio) -> list[tuple[Block, ...]]:
    """Return what agents wait for: it can be answered here, too."""
    return [tuple(asks.offer(item)) for item in [i for i in shown.waiting if i.ask is not None][:ASKED]]


def _running(found: Sequence[Task]) -> int:
    return sum(1 for t in found if t.state is State.WORKING)


def _next(shown: Portfolio, now: datetime) -> str:
    return " · ".join(x for x in (_stopped(shown), _next_time(shown, now)) if x)


def _stopped(shown: Portfolio) -> str:
    return f"*{stopped(shown.stopped_by)}*" if shown.stopped_by else ""


def _next_time(shown: Portfolio, now: datetime) -> str:
    zone = shown.person.zone or "UTC"
    if shown.next_at is None:
        return "No collection times are set: /collect at 9:00 13:00 16:30"
    return f"Next collection {moment(shown.next_at, now, zone)}"


def _streams(shown: Portfolio, now: datetime, most: int | None = None) -> list[tuple[Block, ...]]:
    """Return the tasks stream by stream.

    Args:
        most: tasks of each stream; all of them where it is None.
    """
    entries: list[tuple[Block, ...]] = []
    for stream in dict.fromkeys(t.stream_id for t in shown.tasks):
        of_stream = shown.of_stream(stream)
        name = esc(of_stream[0].brief.stream or "No stream")
        lines = [task_line(t, shown.person, now, shown.decided) for t in of_stream[:most]]
        lines += [f"and {len(of_stream) - most} more: /sluice"] if most and len(of_stream) > most else []
        entries += sections(f"*{name}* · {counts(of_stream, shown.decided)}", lines)
    return entries


def counts(found: Sequence[Task], decided: frozenset[int] = frozenset()) -> str:
    ready = sum(1 for t in found if t.state in (State.READY, State.FAILED, State.ASKING) and t.id not in decided)
    waiting = sum(1 for t in found if t.state is State.WAITING)
    unclear = sum(1 for t in found if t.state is State.UNCLEAR)
    parts = [
        f"{unclear} unclear" if unclear else "",
        f"{ready} {'waits' if ready == 1 else 'wait'} for a decision" if ready else "",
        f"{_running(found)} running" if _running(found) else "",
        f"{waiting} not started" if waiting else "",
    ]
    return " · ".join(p for p in parts if p) or "nothing waits"


def task_line(task: Task, who: Person, now: datetime, decided: frozenset[int] = frozenset()) -> str:
    due = f" · due {moment(task.brief.due, now, who.zone or 'UTC')}" if task.brief.due else ""
    version = f" v{task.draft_version}" if task.state is State.READY else ""
    decides = f" · <@{task.reviewer}> decides" if task.reviewer != who.user else ""
    title = esc(cut(task.brief.title, 60))
    state = "decided, can be undone" if task.id in decided else f"{STATES[task.state]}{version}"
    state = bar(task.progress) or state if task.state is State.WORKING else state
    return f"{task.name} · {title} · {task.brief.worker} · {state}{due}{decides}"


def _doors(waiting: bool) -> list[Block]:
    return [
        *([button("Collect now", ids.COLLECT_NOW, "now", "primary")] if waiting else []),
        button("Assign", ids.ASSIGN_FORM, "new"),
        button("Times and limits", ids.TIMES_FORM, "own"),
    ]


def home(shown: Portfolio, now: datetime, missing: Sequence[str] = ()) -> Block:
    """Return the Home tab.

    Args:
        missing: what the installation lacks, each as a sentence.
    """
    zone = shown.person.zone or "UTC"
    when = f"Next: {moment(shown.next_at, now, zone)}" if shown.next_at else "No collection times are set"
    ready = shown.waits
    quiet = shown.person.quiet_at
    line = [
        _stopped(shown),
        f"{_running(shown.tasks)} running" if _running(shown.tasks) else "",
        f"{moment(quiet, now, zone)} was quiet" if quiet and (now - quiet).days < 2 else "",
    ]
    blocks = [
        *_unreached(shown),
        *_incomplete(missing),
        header(f"{when} · {ready} {'waits' if ready == 1 else 'wait'} for you"),
        *([context(" · ".join(p for p in line if p))] if any(line) else []),
        actions(*_doors(bool(ready))),
    ]
    entries = _streams(shown, now, EACH)
    blocks += [block for entry in entries[:STREAMS] for block in entry]
    if len(entries) > STREAMS:
        blocks.append(context("And more streams: /sluice shows them all."))
    if not shown.tasks:
        blocks.append(section("Nothing is under way. Hand something off: /assign writer: …, or the button above."))
    if shown.closed:
        blocks += [divider(), section("*Closed lately*\n" + "\n".join(_left_off(t) for t in shown.closed[:3]))]
    blocks += [divider(), context(figures(shown.figures))]
    return {"type": "home", "blocks": blocks[:100]}


def _unreached(shown: Portfolio) -> list[Block]:
    """Say that a collection did not get to the person: here is where they find out."""
    if not shown.unreached:
        return []
    why = f"Slack did not take your last collection in direct messages ({esc(shown.unreached)})."
    return [section(f"*{why}* Nothing is lost: it comes with the next one, or with /collect now.")]


def _incomplete(missing: Sequence[str]) -> list[Block]:
    """Say what the installation lacks, so that nobody wonders why something does not work."""
    if not missing:
        return []
    lines = "\n".join(f"• {esc(sentence)}" for sentence in missing)
    return [context(f"*This installation is not complete. Ask your administrator.*\n{lines}")]


def _left_off(task: Task) -> str:
    return f"{STATES[task.state].capitalize()}: {esc(cut(task.brief.title, 60))} · {task.name}"


def figures(seen: Figures) -> str:
    if not seen.decided:
        return "No decisions this week. · Help: /sluice help"
    parts = [f"This week: {seen.decided} decided"]
    if seen.wait is not None:
        parts.append(f"half within {span(seen.wait)}")
    if seen.attention is not None:
        parts.append(f"{span(seen.attention)} each")
    if seen.approved:
        parts.append(f"{seen.at_once} of {seen.approved} approved at once")
    if seen.reopened:
        parts.append(f"{seen.reopened} reopened")
    return " · ".join(parts) + "\nOnly you see these figures. · Help: /sluice help"


def found(tasks_: Sequence[Task], words: str, who: Person, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice find`."""
    if not tasks_:
        return Message("Nothing found.", (section(f"Nothing of yours has “{esc(cut(words, 200))}” in it."),))
    entries = sections("", (task_line(t, who, now) for t in tasks_))
    return page(Listing("Found", (), tuple(entries)), f"find {words}"[:1000], number)


def one(task: Task, who: Person, now: datetime, item: Item | None = None) -> Message:
    """`/sluice T-12`: the task in a line, with the way to all of it."""
    stop = [button("Stop", ids.STOP, task.key)] if task.state in RUNNING else []
    more = [] if task.state in CLOSED else [*stop, button("Cancel", ids.CANCEL, task.key)]
    waits = item is not None and item.ask is not None and item.open and item.decision is None
    asked = asks.offer(item) if item is not None and waits and item.reviewer == who.user else []
    doors = actions(button("Show it", ids.SHOW_TASK, task.key, "primary"), *more)
    return Message(task.name, (section(task_line(task, who, now)), *asked, doors))


def roster(records: Mapping[str, Record], agents: Mapping[str, str], critic: Overruled, number: int = 0) -> Message:
    """Return a page of `/sluice workers`: each with its record, and how often the critic was overruled."""
    lines = [f"*{esc(name)}* · {esc(text)}\n{_record(records.get(name))}" for name, text in agents.items()]
    entries = tuple((section(line),) for line in lines)
    return page(Listing("Workers", (header("Workers"),), entries, (context(_critic(critic)),)), "workers", number)


def _critic(seen: Overruled) -> str:
    if not seen.judged:
        return "The critic: nothing it judged was decided yet."
    agreed = seen.judged - seen.strict - seen.kind
    return (
        f"The critic: you agreed in {agreed} of {seen.judged} · {seen.strict} approved in spite of it · "
        f"{seen.kind} sent back or rejected although it found nothing"
    )


def _record(seen: Record | None) -> str:
    if seen is None or not seen.decided:
        return "nothing decided yet"
    parts = [f"{seen.at_once} of {seen.decided} approved at once"]
    if seen.minutes is not None:
        parts.append(f"half within {span(seen.minutes * 60)}")
    parts.append(f"about {dollars(seen.micros)} each" if seen.micros is not None else "cost not known")
    return " · ".join(parts)


def schedule_words(times: Schedule) -> str:
    days = {WEEKDAYS: "Monday to Friday", EVERY_DAY: "every day"}.get(times.days) or ", ".join(
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][d] for d in sorted(times.days)
    )
    return f"{' '.join(f'{t.hour}:{t.minute:02}' for t in times.times)}, {days} ({times.zone})"


def settings(who: Person, channel: Schedule | None, next_at: datetime | None, now: datetime) -> Message:
    """`/collect` without an argument, and `/sluice times`: what is set."""
    own = schedule_words(who.schedule) if who.schedule else "off"
    lines = [
        f"Your times: {own}",
        f"Next: {moment(next_at, now, who.zone or 'UTC')}" if next_at else "Next: none",
        f"Limit {who.room}: more waiting for you holds new work back · most {who.most} in one collection",
    ]
    if channel is not None:
        lines.append(f"This channel: {schedule_words(channel)}")
    lines.append("Change: /collect at 9:00 13:00 16:30 weekdays · here at 9:00 daily · limit 12 · most 10 · off · now")
    return Message(
        "Collection times",
        (
            section("\n".join(lines)),
            actions(button("Collect now", ids.COLLECT_NOW, "now"), button("Times and limits", ids.TIMES_FORM, "own")),
        ),
    )
