"""The portfolio: in `/sluice`, on the Home tab, and one task's line."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.views import asks, habits, ids, people_tasks, put_off, trouble
from bot.views import home as parts
from bot.views.away import absence
from bot.views.kit import Block, Message, actions, button, context, cut, divider, esc, header, section
from bot.views.moments import moment, span
from bot.views.paging import Listing, page, sections
from bot.views.receipt import stream_words
from bot.views.stream import left_off, value
from bot.views.streams import outcome, streams, task_line, unseen, wait
from storage.rules.budget import dollars
from storage.rules.figures import Figures
from storage.rules.gate import stopped
from storage.rules.offers import Offer, can
from storage.rules.pages.ahead import Ahead
from storage.rules.pages.portfolios import FOUND, Portfolio
from storage.rules.pages.records import Overruled, Record
from storage.rules.people import Person
from storage.rules.recap import Recap
from storage.rules.values.habit import Habit
from storage.rules.values.item import Item
from storage.rules.values.schedule import EVERY_DAY, WEEKDAYS, Schedule
from storage.rules.values.stream import Stream
from storage.rules.values.task import State, Task
from storage.rules.words import many

EACH = 8  # tasks shown of a stream
ROOM = 70  # blocks of streams on the Home tab: at most 27 stand around them
ASKED = 3  # questions offered in a list


def tasks(portfolio: Portfolio, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice tasks`: by stream, with what waits for the person first."""
    if not (portfolio.tasks or portfolio.closed or portfolio.owed):
        text = "Nothing is assigned yet. Press Assign, or write me what you need: I bring it back when it is ready."
        return Message("Nothing is assigned yet.", (*_unreached(portfolio), section(text), actions(*_doors(0))))
    running = _running(portfolio.tasks)
    later = f", {portfolio.waits - portfolio.waits_now} of that later" if portfolio.waits > portfolio.waits_now else ""
    title = _capital(waits_for_you(portfolio.waits)) + later + (f" · {running} running" if running else "")
    hidden = unseen(portfolio, portfolio.mine)
    also = f", where {wait(hidden)} for you" if hidden else ""
    more = [(context(f"And {many(portfolio.more, 'more task')}{also}: /sluice find WORDS"),)] if portfolio.more else []
    listing = Listing(
        text="Your tasks",
        head=(*_unreached(portfolio), header(title), context(_next(portfolio, now))),
        entries=(*_questions(portfolio), *streams(portfolio, now), *more, *_closed(portfolio)),
        tail=(actions(*_doors(portfolio.waits_now)),),
    )
    return page(listing, "tasks", number)


def waits_for_you(count: int) -> str:
    """Return how much waits, in words: “2 wait for you”, “nothing waits for you”."""
    return f"{wait(count)} for you" if count else "nothing waits for you"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def nothing_ready(portfolio: Portfolio, now: datetime) -> str:
    """Return the answer to a person who collects when nothing is ready: what is under way, and what to do."""
    if portfolio.later and len(portfolio.later) == len(portfolio.mine):
        return put_off.all_of_it(
            len(portfolio.later), min(portfolio.later.values()), now, portfolio.person.zone or "UTC"
        )
    open_ = sum(1 for task in portfolio.tasks if task.state is not State.READY)
    if not open_:
        return "Nothing is ready, and nothing is under way. Begin with /assign, or write me what you need."
    under_way = f"{many(open_, 'task is', 'tasks are')} under way: /sluice shows {'it' if open_ == 1 else 'them'}."
    coming = f" {_next_time(portfolio, now)}." if portfolio.next_at else ""
    return f"Nothing is ready yet. {under_way}{coming}"


def _closed(portfolio: Portfolio) -> list[tuple[Block, ...]]:
    names = [f"{t.name} {esc(cut(t.brief.title, 40))} ({outcome(t)})" for t in portfolio.closed]
    return [(context("Closed lately: " + " · ".join(names)),)] if names else []


def _questions(portfolio: Portfolio) -> list[tuple[Block, ...]]:
    """Return what agents wait for: it can be answered here, too."""
    return [tuple(asks.offer(item)) for item in [i for i in portfolio.waiting if i.ask is not None][:ASKED]]


def _running(tasks: Sequence[Task]) -> int:
    return sum(1 for t in tasks if t.state is State.WORKING and not t.brief.worker.is_person)


def _next(portfolio: Portfolio, now: datetime) -> str:
    return " · ".join(
        x
        for x in (
            _stopped(portfolio),
            _decided(portfolio),
            people_tasks.owes(portfolio),
            people_tasks.coming(portfolio),
            _next_time(portfolio, now),
        )
        if x
    )


def _decided(portfolio: Portfolio) -> str:
    """Return how much does not wait any more, although its place is not free yet."""
    count = sum(1 for t in portfolio.tasks if t.id in portfolio.decided and t.reviewer == portfolio.person.user)
    return f"{count} decided, can still be undone" if count else ""


def _stopped(portfolio: Portfolio) -> str:
    return f"*{stopped(portfolio.stopped_by)}*" if portfolio.stopped_by else ""


def _next_time(portfolio: Portfolio, now: datetime) -> str:
    zone = portfolio.person.zone or "UTC"
    if portfolio.next_at is None:
        return "No collection times are set: /collect at 9:00 13:00 16:30"
    return f"Next collection {moment(portfolio.next_at, now, zone)}"


def _doors(waiting: int, collect: bool = True) -> list[Block]:
    review = [button(f"Review now ({waiting})", ids.REVIEW, "now", "primary")] if waiting else []
    bring = [button("Collect now", ids.COLLECT_NOW, "now")] if waiting and collect else []
    return [
        *review,
        *bring,
        button("Assign", ids.ASSIGN_FORM, "new"),
        button("Times and limits", ids.TIMES_FORM, "own"),
    ]


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
        _stopped(portfolio),
        parts.left(ahead, now, zone),
        f"{_running(portfolio.tasks)} running" if _running(portfolio.tasks) else "",
        _decided(portfolio),
        people_tasks.coming(portfolio),
        f"{moment(quiet, now, zone)} was quiet" if quiet and (now - quiet).days < 2 else "",
    ]
    blocks = [
        *_unreached(portfolio),
        *_incomplete(missing),
        header(f"{when} · {parts.ready(portfolio, ahead)}"),
        *([context(" · ".join(p for p in line if p))] if any(line) else []),
        actions(*_doors(portfolio.waits_now, collect=False)),
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
        section(f"*{stream_words(one.name)}* · nothing open", button("Open stream", ids.STREAM_PAGE, value(one)))
        for one in idle
    ]
    below = [*people_tasks.home(portfolio, now), *parts.not_started(portfolio, ahead, now)]
    blocks += [divider(), *below] if below else []
    if portfolio.closed:
        blocks += [divider(), section("*Closed lately*\n" + "\n".join(_left_off(t) for t in portfolio.closed[:3]))]
    return {"type": "home", "blocks": [*blocks, divider(), *parts.week(week)]}


def _unreached(portfolio: Portfolio) -> list[Block]:
    """Say what did not get to the person, or may not have: here is where they find out."""
    unsure = [section(trouble.unsure(portfolio.unsure))] if portfolio.unsure is not None else []
    if not portfolio.unreached:
        return unsure
    why = f"Slack did not take your last collection in direct messages ({esc(portfolio.unreached)})."
    return [section(f"*{why}* Nothing is lost: it comes with the next one, or with /collect now."), *unsure]


def _incomplete(missing: Sequence[str]) -> list[Block]:
    """Say what the installation lacks, so that nobody wonders why something does not work."""
    if not missing:
        return []
    lines = "\n".join(f"• {esc(sentence)}" for sentence in missing)
    return [context(f"*This installation is not complete. Ask your administrator.*\n{lines}")]


def _left_off(task: Task) -> str:
    return f"{outcome(task).capitalize()}: {esc(cut(task.brief.title, 60))} · {task.name}"


def found(tasks_: Sequence[Task], words: str, person: Person, now: datetime, number: int = 0) -> Message:
    """Return a page of `/sluice find`."""
    if not tasks_:
        text = f"Nothing of yours has “{esc(cut(words, 200))}” in it. Try one word of its title; /sluice shows all."
        return Message("Nothing found.", (section(text),))
    entries = sections("", (task_line(t, person, now) for t in tasks_))
    more = (context(f"These are the newest {FOUND}. For an older one add a word."),) if len(tasks_) == FOUND else ()
    return page(Listing(text="Found", head=(), entries=tuple(entries), tail=more), f"find {words}"[:1000], number)


def one(task: Task, person: Person, now: datetime, item: Item | None = None, lead: str = "") -> Message:
    """Return the answer to `/sluice T-12`: the task as a line, with the button that shows all of it.

    Args:
        lead: a sentence above it.
    """
    theirs = person.user in (task.assigner, task.reviewer)
    stop = [button("Stop", ids.STOP, task.key)] if can(Offer.STOP, task) else []
    give = [button("Give to…", ids.GIVE_TASK, task.key)] if theirs and can(Offer.GIVE, task) else []
    cancel = [button("Cancel", ids.CANCEL, task.key)] if can(Offer.CANCEL, task) else []
    waits = item is not None and item.ask is not None and item.open and item.decision is None
    asked = asks.offer(item) if item is not None and waits and item.reviewer == person.user else []
    doors = actions(button("Show it", ids.SHOW_TASK, task.key, "primary"), *stop, *give, *cancel)
    above = [section(lead)] if lead else []
    return Message(lead or task.name, (*above, section(task_line(task, person, now)), *asked, doors))


def roster(records: Mapping[str, Record], agents: Mapping[str, str], critic: Overruled, number: int = 0) -> Message:
    """Return a page of `/sluice workers`: each with its record, and how often the critic was overruled."""
    lines = [f"*{esc(name)}* · {esc(text)}\n{_record(records.get(name))}" for name, text in agents.items()]
    entries = tuple((section(line),) for line in lines)
    return page(
        Listing(text="Workers", head=(header("Workers"),), entries=entries, tail=(context(_critic(critic)),)),
        "workers",
        number,
    )


def _critic(seen: Overruled) -> str:
    if not seen.judged:
        return "Nothing that was checked is decided yet."
    agreed = seen.judged - seen.strict - seen.kind
    wrong = f" · said to be wrong {seen.wrong} of {many(seen.doubted, 'time')}" if seen.wrong else ""
    return f"You and the checks agreed {agreed} of {many(seen.judged, 'time')}{wrong}"


def _record(seen: Record | None) -> str:
    if seen is None or not seen.decided:
        return "nothing decided yet"
    parts = [f"{seen.at_once} of {seen.decided} approved at once"]
    if seen.minutes is not None:
        parts.append(f"median {span(seen.minutes * 60)}")
    parts.append(f"about {dollars(seen.micros)} each" if seen.micros is not None else "cost not known")
    return " · ".join(parts)


def schedule_words(times: Schedule) -> str:
    """Return collection times as words: “9:00 13:00, Monday to Friday (Europe/Rome)”."""
    days = {WEEKDAYS: "Monday to Friday", EVERY_DAY: "every day"}.get(times.days) or ", ".join(
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][d] for d in sorted(times.days)
    )
    return f"{' '.join(f'{t.hour}:{t.minute:02}' for t in times.times)}, {days} ({times.zone})"


def settings(person: Person, channel: Schedule | None, next_at: datetime | None, now: datetime) -> Message:
    """Return what `/collect` without an argument and `/sluice times` show: what is set."""
    own = schedule_words(person.schedule) if person.schedule else "off"
    lines = [
        f"Your times: {own}",
        f"Next: {moment(next_at, now, person.zone or 'UTC')}" if next_at else "Next: none",
        f"Limit {person.room}: more waiting for you holds new work back · most {person.most} in one collection",
    ]
    if person.is_away(now):
        lines.insert(0, absence(person))
    if channel is not None:
        lines.append(f"This channel: {schedule_words(channel)}")
    lines.append("Change: /collect at 9:00 13:00 16:30 weekdays · here at 9:00 daily · limit 12 · most 10 · off · now")
    lines.append("Also: /collect away until Monday, @bob decides · back · first Beta launch")
    return Message(
        "Collection times",
        (
            section("\n".join(lines)),
            actions(button("Collect now", ids.COLLECT_NOW, "now"), button("Times and limits", ids.TIMES_FORM, "own")),
        ),
    )
