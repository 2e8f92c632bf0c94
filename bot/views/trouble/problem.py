"""What did not work, as a card: its cause, and the ways out."""

from datetime import datetime

from bot.views import handover, ids
from bot.views.below_heading import label_of
from bot.views.chain.comes_after import stuck
from bot.views.doubts import ends
from bot.views.durations import minutes
from bot.views.kit import Block, actions, button, cut, esc, quote, rich, section
from bot.views.moments import moment
from bot.views.stream_name import stream_name
from bot.views.trouble import undelivered
from bot.views.trouble.undelivered import is_undelivered
from storage.rules.pages.cards import Card
from storage.rules.values.item import STOPPED, Item, Problem, Remedy
from storage.rules.words import one_line

TITLE, CAUSE = 60, 200  # characters
STUCK = (Remedy.REOPEN, Remedy.WITHOUT)
MENDS = {Remedy.BRIEF: "Edit it", Remedy.MATERIAL: "Give it a new file", Remedy.NOTHING: "", Remedy.WORKER: ""}


def problem(card: Card, cause: Problem, label: str, viewer: str, *, now: datetime, zone: str) -> list[Block]:
    """Return the card of one task that did not work.

    Args:
        viewer: as `card` takes it.
    """
    item, value = card.item, ids.of(card.item)
    if is_undelivered(item):
        return undelivered.card(card, cause, label)
    brief = item.task.brief
    whose = "" if viewer else f"for <@{item.reviewer}>"
    asker = f"from <@{item.task.assigner}>" if item.task.assigner != item.reviewer else ""
    need = label_of(item) if cause.remedy in STUCK else ""  # else the heading says it
    due = f"due {moment(brief.due, now, zone)}" if brief.due is not None and "overdue" not in card.why else ""
    of_task = need, whose, asker, stream_name(brief.stream), str(brief.worker)
    line = " · ".join(part for part in (*of_task, card.why, due, f"{minutes(card.minutes)} to decide") if part)
    what = "Can't start" if cause.remedy in STUCK else "Stopped" if cause.text.startswith(STOPPED) else "Did not work"
    heading = f"*{label}{what} · {esc(cut(brief.title, TITLE))} · {item.task.name}*"
    return [
        section(f"{heading}\n{line}", button("Open", ids.OPEN, value)),
        rich(quote(cut(one_line(cause.text), CAUSE))),
        button_row(item, cause),
    ]


def retried(item: Item, cause: Problem, text: str) -> list[Block]:
    """Return the card of a problem that was just dealt with, as high as it was: what stands below it must not move."""
    was = f"{cause.named} was not approved." if cause.remedy in STUCK and cause.named else cause.text
    quoted = rich(quote(cut(one_line(was), CAUSE)))
    return [section(text), quoted, actions(button("Open", ids.OPEN, ids.of(item)))]


def button_row(item: Item, cause: Problem) -> Block:
    """Return the buttons of a problem; they offer only what may help for its cause."""
    if cause.remedy in STUCK:
        return stuck(item, cause)
    if cause.remedy is Remedy.WORKER:
        return handover.button_row(item, cause)
    if is_undelivered(item):
        return undelivered.button_row(item, cause)
    value, words, before = ids.of(item), MENDS[cause.remedy], item.task.draft_version
    return actions(
        button("Retry", ids.RETRY, value, "primary"),
        *([button(f"Back to v{before}", ids.REOPEN, item.task.key)] if before and not item.stands_for else []),
        *([button(words, ids.NEW_FILE, value)] if words else []),
        button("Cancel task", ids.GIVE_UP, value, "danger", ends(item.task)),
    )
