"""What becomes of a task that its colleague can't do, is late with, or left: its card, and the ways out."""

from datetime import datetime, timedelta

from bot.views import ids
from bot.views.below_heading import label_of
from bot.views.durations import minutes, span
from bot.views.kit import Block, actions, button, cut, esc, quote, rich, section
from bot.views.moments import moment
from bot.views.sentence import literal_text
from bot.views.stream_name import stream_name
from storage.rules.offers import verdicts
from storage.rules.pages.cards import Card
from storage.rules.values.decision import Decision, Verdict
from storage.rules.values.item import Item, Problem
from storage.rules.values.task import State
from storage.rules.words import one_line

TITLE, WHY = 60, 300  # characters
MINUTE = timedelta(minutes=1)


def card(the_card: Card, cause: Problem, label: str, now: datetime, zone: str) -> list[Block]:
    """Return the card of a task whose colleague declined it, is late, is gone, or asks to hand it on."""
    item, task = the_card.item, the_card.item.task
    title = f"{esc(cut(task.brief.title, TITLE))} · {task.name}"
    declined = task.state is State.DECLINED
    heading = f"{task.brief.worker} can't do {title}" if declined else f"{title} · with {task.brief.worker}"
    out = f"{cause.out.why} until {moment(cause.out.until, now, zone)}" if cause.out else ""
    why = (reason for reason in the_card.why.split(" · ") if reason != "overdue")  # the due time says it
    parts = label_of(item), stream_name(task.brief.stream), *why, _due(item, now, zone), out, minutes(the_card.minutes)
    line = " · ".join(part for part in parts if part)
    text = f"*{label}{heading}*\n{line} to decide"
    return [section(text, button("Open", ids.OPEN, ids.of(item))), *said(item, cause), button_row(item, cause)]


def said(item: Item, cause: Problem) -> list[Block]:
    """Return why it is asked: a colleague's own words are marked as theirs."""
    if item.task.state is State.DECLINED:
        return [rich(quote(cut(one_line(cause.text), WHY)))]
    return [section(cut(_safe(cause.text), WHY))]


def _safe(text: str) -> str:
    """Return our sentence with the mentions that it begins with, and a colleague's words letter by letter."""
    return literal_text(one_line(text))


def _due(item: Item, now: datetime, zone: str) -> str:
    due = item.task.brief.due
    if due is None:
        return ""
    late = item.task.state in (State.WORKING, State.ASKING) and now - due >= MINUTE
    return f"due {moment(due, now, zone)}" + (f", {span((now - due).total_seconds())} late" if late else "")


def button_row(item: Item, cause: Problem) -> Block:
    """Return the buttons: to somebody named, to anybody, to nobody else, or no task any more."""
    value = ids.of(item)
    wait = "Wait" if item.task.state is not State.DECLINED else "Ask again"
    first = [button(f"Give to @{cut(cause.named_as, 30)}", ids.GIVE_NAMED, value, "primary")] if cause.named else []
    return actions(
        *first,
        button("Give to…", ids.GIVE_TO, value),
        *([button(wait, ids.WAIT_FOR, value)] if Verdict.WAIT in verdicts(item) else []),
        button("Cancel task", ids.GIVE_UP, value, "danger"),
    )


def given(decision: Decision) -> str:
    """Return who a task was given to, or who was asked again, to follow the name of who decided."""
    note = decision.note.strip()
    worker = note if note.startswith("<@") and note[2:-1].isalnum() else esc(note)
    return f"asked {worker} again" if decision.verdict is Verdict.WAIT else f"gave it to {worker}"


def goes_on(item: Item, decision: Decision, wait: int) -> str:
    """Return what a colleague hears of a decision, and when.

    Args:
        wait: seconds until it takes effect.
    """
    worker, again = item.task.brief.worker, item.task.draft_version > item.draft_version
    if again:
        return f"v{item.task.draft_version} is back."
    what = "gets your points" if decision.verdict is Verdict.REVISE else "gets the answer"
    due = item.task.brief.due
    comes = "" if due is not None and due <= decision.at else " with their next collection"
    return f"{worker} {what}{comes}" + ("." if decision.effected_at else f", after {wait} s.")
