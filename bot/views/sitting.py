"""The window of a sitting: one item with what was done before it, and at the end what came of it."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.views import ids
from bot.views.card import consequence, sentence
from bot.views.durations import minutes, span
from bot.views.kit import Block, actions, button, context, divider, modal, section
from bot.views.moments import at
from bot.views.review import review
from bot.views.review.review import Turn
from bot.views.verdicts import DONE, MARKS
from storage.rules.effort import as_said
from storage.rules.lifecycle import CLOSED
from storage.rules.offers import can_undo
from storage.rules.pages.summaries import Seen, Summary
from storage.rules.pages.whole import Whole
from storage.rules.values.item import Item
from storage.rules.values.sitting import Course
from storage.rules.who_decided import who_decided
from storage.rules.words import many

NAMED = 5  # tasks in a line
LONG = 90  # minutes, from which on hours are told
STOP = "Close review"


def page(
    task_page: Whole,
    course: Course,
    seen: Seen,
    viewer: str,
    now: datetime,
    *,
    why: str = "",
    hosts: Collection[str] = (),
) -> Block:
    """Return the window of a sitting with its present item.

    Args:
        seen: what came before it.
        why: what was just refused, in words.
    """
    item = task_page.item
    planned = {one.item: one.minutes for one in course.plan}
    if item is not None and item.id in planned:  # one pace for what this takes and for what is left in all
        task_page = replace(task_page, minutes=planned[item.id])
    waits = item is not None and item.open and item.decision is None and item.task.state not in CLOSED
    to_do = [one for one in course.plan if waits or item is None or one.item != item.id]
    turn = Turn(
        left=f"about {minutes(sum(as_said(one.minutes) for one in to_do))} left in all" if to_do else "",
        below=_steps(item, "Skip" if waits else "Next", seen.can_go_back),
    )
    view = review.whole(task_page, viewer, now, hosts, turn)
    top = [*_before(seen.before, viewer, now, seen.skipped), *([context(why)] if why else [])]
    return _window(
        f"Review · {course.position} of {course.total}",
        [*top, *([divider()] if top else []), *view["blocks"]],
        ids.in_sitting(ids.of(item) if item else "", course.id),
        STOP,
    )


def _steps(item: Item | None, on: str, can_go_back: bool) -> list[Block]:
    """Return the ways to the item behind and to the one before: at the same place whatever it is."""
    if item is None:
        return []
    back = [button("Back", ids.BACK, ids.of(item))] if can_go_back else []
    return [actions(button(on, ids.SKIP, ids.of(item)), *back)]


def _before(item: Item | None, viewer: str, now: datetime, skipped: bool) -> list[Block]:
    """Return what became of the item before, with its Undo."""
    if item is None:
        return []
    if item.decision is None:
        gone = item.reviewer if item.reviewer != viewer and item.stands_for != viewer else ""
        became = f"is with <@{gone}> now" if gone else "was skipped. It still waits" if skipped else "comes later"
        return [context(f"{item.task.name} {became}.")]
    user = who_decided(item.decision, item.stands_for or item.reviewer, viewer)
    told = f"{user} {sentence(item.decision, item, named=True)}. {consequence(item, item.decision, viewer)}"
    line = f"{MARKS[item.decision.verdict]} {item.task.name} · {told}".strip()
    undo = item.decision.who == viewer and can_undo(item.decision, now)
    return [section(line, button("Undo", ids.UNDO, ids.of(item)))] if undo else [context(line)]


def done(summary: Summary, course: Course, before: Item | None, viewer: str, now: datetime, why: str = "") -> Block:
    """Return the last page of a sitting: what was decided and how long it took, what is left, and what comes.

    Args:
        why: what was just refused, in words.
    """
    if summary.elsewhere:
        text = "This review goes on in another window, or it is over. Close this one."
        return _window("Review", [section(text)], ids.in_sitting("", course.id))
    count = sum(summary.decided.values())
    lines = [
        " · ".join(f"{number} {DONE[verdict]}" for verdict, number in summary.decided.items()),
        _names(summary.starts, "starts", "start", " when the time to undo is over"),
        _names(summary.goes_on, "is worked on again", "are worked on again"),
        _names(summary.put_off, "was put off", "were put off"),
        _names(summary.given, "is somebody else's to decide now", "are somebody else's to decide now"),
        _names(summary.skipped, "was skipped and still waits", "were skipped and still wait"),
    ]
    text = "\n".join(line for line in lines if line)
    top = _before(before, viewer, now, False) if before is not None and before.decision is not None else []
    blocks = [
        *top,
        *([context(why)] if why else []),
        section(f"*{_took(summary, count)}*"),
        *([section(text)] if text else []),
        context(_coming(summary, now)),
    ]
    return _window("Review · done", blocks, ids.in_sitting("", course.id))


def _took(told: Summary, count: int) -> str:
    """Return how long it took beside what was expected: the difference is the error of what a card says."""
    if not count:
        return "Nothing was decided"
    half = f" · half took under {span(told.half)}" if told.half is not None else ""
    took = minutes(told.minutes) if told.minutes < LONG else span(told.minutes * 60)
    return f"{count} decided in {took} (about {minutes(told.expected)} expected){half}"


def _names(names: tuple[str, ...], one: str, several: str, end: str = "") -> str:
    """Return tasks and what became of them; empty for none."""
    if not names:
        return ""
    rest = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{', '.join(names[:NAMED])}{rest} {one if len(names) == 1 else several}{end}"


def _coming(summary: Summary, now: datetime) -> str:
    more = many(summary.waiting, "thing waits for you now", "things wait for you now")
    waits = f"{more}: /sluice review brings {'it' if summary.waiting == 1 else 'them'}"
    coming = (
        f"Next collection {at(summary.next_at, now, summary.zone)}"
        if summary.next_at
        else "No collection times are set"
    )
    parts = [
        coming,
        f"{summary.running} running" if summary.running else "",
        waits if summary.waiting else "nothing else waits",
    ]
    return " · ".join(part for part in parts if part)


def nothing(next_at: datetime | None, now: datetime, zone: str) -> str:
    """Return the answer to a person for whom nothing waits."""
    coming = f"The next collection comes {at(next_at, now, zone)}." if next_at else "No collection times are set."
    return f"Nothing waits for you. {coming}"


def _window(title: str, blocks: list[Block], metadata: str, close: str = "Close") -> Block:
    view = modal(ids.REVIEW_VIEW, title, blocks, close=close, metadata=metadata)
    return {**view, "notify_on_close": True}
