"""A stream's page, in a window or as a message: what waits for whom, what runs, what was decided and why."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views import chain_line, ids
from bot.views.durations import span
from bot.views.kit import Block, Message, actions, button, context, cut, esc, header, label, modal, section
from bot.views.moments import at, day
from bot.views.paging import Listing, page, sections
from bot.views.receipt import stream_words
from bot.views.steps import bar
from bot.views.task_line import task_line
from storage.rules.budget import dollars
from storage.rules.gate import Cause
from storage.rules.lifecycle import RUNNING
from storage.rules.pages.streams import QUIET, Decided, StreamPage
from storage.rules.recap import CAME, DONE, Act, Recap
from storage.rules.values.ask import Kind
from storage.rules.values.decision import Verdict
from storage.rules.values.stream import Stream
from storage.rules.values.task import State, Task

DOORS = 8  # things that wait, each with its own Open
TITLE, NAMES = 48, 12  # characters of a title in a line, and members who are named
VERDICTS = {Verdict.APPROVE: "Approved", Verdict.REJECT: "Rejected"}
_USER = re.compile(r"[UW][A-Z0-9]+")
_KINDS = {Kind.QUESTION: "Question", Kind.PERMISSION: "Permission", Kind.PROBLEM: "Problem"}


def value(stream: Stream) -> str:
    """Return how a button of a page names its stream; who presses it is looked up then."""
    return f".{stream.id}"


def stream_page(shown: StreamPage, now: datetime, number: int = 0) -> Message:
    """Return a page of a stream's page as a message."""
    name = shown.stream.name
    head = () if name.startswith("#") else (header(name),)
    return page(_listing(shown, now, head), f"stream {value(shown.stream)}", number)


def window(shown: StreamPage, now: datetime, number: int = 0) -> Block:
    """Return a page of a stream's page as a window."""
    message = page(_listing(shown, now, ()), f"stream {value(shown.stream)}", number)
    name = shown.stream.name
    title = "A channel's stream" if name.startswith("#") else label(name, 24)
    return modal(ids.STREAM_VIEW, title, message.blocks, metadata=value(shown.stream))


def _listing(shown: StreamPage, now: datetime, head: Sequence[Block]) -> Listing:
    zone = shown.person.zone or "UTC"
    above = [*head, section("\n".join(_about(shown))), section(left_off(shown.recap, now, zone))]
    tail = [context(_figures(shown)), actions(*_doors(shown))]
    entries = [*_waiting(shown), *_groups(shown, now), *_decisions(shown, zone)]
    return Listing(text="Your stream", head=tuple(above), entries=tuple(entries), tail=tuple(tail))


def _about(shown: StreamPage) -> list[str]:
    of, members = shown.stream, [user for user in shown.members if user != shown.stream.owner]
    channel = of.shown_in or of.channel
    named = ", ".join(f"<@{user}>" for user in members[:NAMES])
    more = f" and {len(members) - NAMES} more" if len(members) > NAMES else ""
    parts = [
        f"*{stream_words(of.name)}*" if of.name.startswith("#") else "",
        f"Goal: {esc(of.goal)}" if of.goal else "",
        f"{'owner' if of.goal else 'Owner'} <@{of.owner}>" if of.owner else "",
        f"with {named}{more}" if named else "",
        f"<#{channel}>" if channel and not of.name.startswith("#") else "",
        "high priority" if of.priority else "",
        f"{dollars(shown.spent)} of {dollars(of.budget)} spent" if of.budget is not None else "",
    ]
    return [" · ".join(part for part in parts if part), *_state(shown)]


def _state(shown: StreamPage) -> list[str]:
    lines = []
    if shown.rests is not None:
        lines.append(f"*Nothing of it starts.* {shown.rests.why}")
    if shown.stream.is_closed:
        lines.append("*It is closed.* The next task that is assigned for it opens it again.")
    return lines


def left_off(seen: Recap, now: datetime, zone: str) -> str:
    """Return where a person left off, and what came since, in at most three lines."""
    if seen.last is None and not seen.since:
        return "You have not done anything here yet."
    first = f"*Left off:* you {_done(seen.last)} {at(seen.last.at, now, zone)}." if seen.last else ""
    came = [_came(act) for act in seen.since]
    more = [f"{seen.more} more"] if seen.more else []
    news = _listed([*came, *more]) if came else "nothing new"
    return f"{first}\n*Since then:* {news}." if first else f"*Came in:* {news}."


def _done(act: Act) -> str:
    return DONE[act.what].format(title=_title(act.title))


def _came(act: Act) -> str:
    name = f"<@{act.who}>" if _USER.fullmatch(act.who) else esc(act.who)
    return CAME[act.what].format(title=_title(act.title), who=name)


def _title(text: str) -> str:
    return esc(cut(text, TITLE))


def _listed(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]


def _waiting(shown: StreamPage) -> list[tuple[Block, ...]]:
    """Return what waits for the person, the first of it each with its way in."""
    waits = [of for of in shown.tasks if of.id in shown.waits]
    title = f"*WAITS FOR YOU · {sum(len(shown.waits[of.id]) for of in waits)}*"
    if not waits:
        return [(section("*WAITS FOR YOU* · nothing"),)]
    doors = [section(_waits(of, shown), button("Open", ids.SHOW_TASK, of.key)) for of in waits[:DOORS]]
    rest = sections("", (_waits(of, shown) for of in waits[DOORS:]))
    return [(section(title), doors[0]), *((door,) for door in doors[1:]), *rest]


def _waits(of: Task, shown: StreamPage) -> str:
    kinds = [_KINDS.get(kind, f"v{of.draft_version}") for kind in shown.waits[of.id]]
    return f"{_title(of.brief.title)} · {', '.join(kinds)} · {of.name}"


def _groups(shown: StreamPage, now: datetime) -> Iterable[tuple[Block, ...]]:
    groups = _sorted(shown)
    zone = shown.person.zone or "UTC"
    yield from _group("YOURS TO DO", (_theirs(of, now, zone, "") for of in groups["owed"]))
    yield from _group("RUNNING", (_running(of) for of in groups["running"]))
    yield from _group("WITH PEOPLE", (_with(of, now, zone) for of in groups["people"]))
    yield from _group("WAITS", (f"{of.name} {_title(of.brief.title)} · {_for(of, shown)}" for of in groups["waits"]))
    yield from _group("ONE AFTER THE OTHER", (chain_line.in_a_line(of, shown.waits.keys()) for _, of in shown.chains))
    yield from _group("ALSO IN THE CHANNEL", (task_line(of, shown.person, now) for of in groups["shown"]))
    quiet = [f"{of.name} {_title(of.brief.title)}" for of in shown.tasks if of.id in shown.quiet]
    since = (now - QUIET).astimezone(ZoneInfo(zone))
    yield (section(f"*QUIET since {since:%A}* · {' · '.join(quiet[:NAMES]) or 'nothing'}"),)
    if shown.more:
        yield (context(f"And {shown.more} more: /sluice find WORDS"),)


def _group(title: str, lines: Iterable[str]) -> list[tuple[Block, ...]]:
    listed = list(lines)
    return sections(f"*{title} · {len(listed)}*", listed) if listed else []


def _sorted(shown: StreamPage) -> dict[str, list[Task]]:
    groups: dict[str, list[Task]] = {name: [] for name in ("owed", "running", "people", "waits", "shown")}
    for of in shown.tasks:
        if of.id not in shown.waits:
            groups[_group_of(of, shown)].append(of)
    return groups


def _group_of(of: Task, shown: StreamPage) -> str:
    if of.id not in shown.theirs:
        return "shown"
    if of.state in (State.WAITING, State.BLOCKED, State.UNCLEAR):
        return "waits"
    if of.state in RUNNING and of.brief.worker.is_person:
        return "owed" if of.brief.worker.name == shown.person.user else "people"
    return "running" if of.state in RUNNING else "people"


def _theirs(of: Task, now: datetime, zone: str, name: str) -> str:
    due = f", due {day(of.brief.due, now, zone)}" if of.brief.due else ""
    return f"{name}{_title(of.brief.title)} · {of.name}{due}"


def _with(of: Task, now: datetime, zone: str) -> str:
    """Return a task that somebody else has in hand: who works on it, else who decides."""
    if of.state in RUNNING:
        return _theirs(of, now, zone, f"{of.brief.worker}: ")
    return _theirs(of, now, zone, f"<@{of.reviewer}> decides: ")


def _running(of: Task) -> str:
    state = bar(of.progress) if of.state is State.WORKING else "waits for an answer"
    return " · ".join(part for part in (f"{of.name} {_title(of.brief.title)}", str(of.brief.worker), state) if part)


def _for(of: Task, shown: StreamPage) -> str:
    """Return what a task waits for."""
    if of.state is State.UNCLEAR:
        return "for a word on what should come back"
    if of.state is State.BLOCKED:
        return f"for {', '.join(shown.before.get(of.id, ())) or 'another task'}"
    if shown.rests is not None:
        return "until the stream goes on" if shown.rests.cause is Cause.STREAM else "for the budget"
    return "for room"


def _decisions(shown: StreamPage, zone: str) -> list[tuple[Block, ...]]:
    if not shown.decided:
        return []
    title = f"*DECIDED · {shown.tally.decided}*"
    lines = [_decided(one, zone) for one in shown.decided]
    if shown.tally.decided <= len(lines):
        return sections(title, lines)
    return [(section("\n".join([title, *lines]), button("Show all", ids.STREAM_ALL, value(shown.stream))),)]


def _decided(one: Decided, zone: str) -> str:
    local = one.at.astimezone(ZoneInfo(zone))
    reason = f" · “{esc(cut(one.reason, 80))}”" if one.reason.strip() else ""
    version = f" v{one.version}" if one.version > 1 else ""
    what = f"{VERDICTS[one.verdict]} · {_title(one.title)}{version} · {one.task}"
    return f"{local:%a} {local.day} {local:%b} · {what}{reason}"


def _figures(shown: StreamPage) -> str:
    tally = shown.tally
    if not tally.decided:
        return "Nothing is decided yet."
    half = f"Half within {span(tally.wait)}" if tally.wait is not None else ""
    once = f"approved at once {tally.at_once} of {tally.decided}"
    return " · ".join(part for part in (half, once) if part) + " · of what you may see"


def _doors(shown: StreamPage) -> list[Block]:
    of, own = shown.stream, value(shown.stream)
    first = (
        button("Not first today", ids.FIRST_OFF, own) if shown.first else button("First today", ids.FIRST_TODAY, own)
    )
    doors = [button("Assign here", ids.STREAM_ASSIGN, own, "primary"), first]
    if of.owner != shown.person.user:
        return doors
    go_on = button("Go on", ids.STREAM_GO_ON, own) if of.stopped_by else button("Hold", ids.STREAM_HOLD, own)
    close = (
        button("Open again", ids.STREAM_OPEN, own) if of.is_closed else button("Close stream", ids.STREAM_CLOSE, own)
    )
    return [*doors, button("Settings", ids.STREAM_SETTINGS, own), go_on, close]


def decisions(shown: StreamPage, number: int = 0) -> Message:
    """Return a page of all decisions of a stream."""
    zone = shown.person.zone or "UTC"
    lines = [_decided(one, zone) for one in shown.decided]
    title = f"*DECIDED · {shown.tally.decided}*"
    listing = Listing(
        text="Decisions of a stream", head=(), entries=tuple(sections(title, lines)), tail=(context(_figures(shown)),)
    )
    return page(listing, f"stream {value(shown.stream)} decided", number)


def decisions_window(shown: StreamPage, number: int = 0) -> Block:
    """Return a page of all decisions of a stream as a window."""
    return modal(ids.STREAM_VIEW, "Decided", decisions(shown, number).blocks, metadata=f"{value(shown.stream)} decided")
