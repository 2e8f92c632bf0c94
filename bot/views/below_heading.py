"""What a card says below its heading, in as many lines before a decision as after it: nothing moves under the thumb."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from bot.views import edited
from bot.views.chain.comes_after import left_out
from bot.views.chain.next_steps import goes
from bot.views.durations import minutes
from bot.views.kit import esc
from bot.views.moments import moment
from bot.views.stream_name import stream_name
from storage.rules.delivery_words import where
from storage.rules.needs import needed
from storage.rules.pages.cards import Card
from storage.rules.pushing import pushed
from storage.rules.values.item import Item, Permission, Problem, Question, StillRight, Submission


def waiting(the_card: Card, viewer: str, zone: str, now: datetime) -> str:
    """Return what a card says of an item that waits: what it needs, who asks, why now, how long it takes; then on a
    line of its own what Approve does."""
    item, task, brief = the_card.item, the_card.item.task, the_card.item.task.brief
    parts = [
        label_of(item),
        "" if viewer else f"for <@{item.reviewer}>",
        f"from <@{task.assigner}>" if task.assigner != item.reviewer else "",
        *(stream_name(brief.stream), str(brief.worker), left_out(task), esc(brief.told.rstrip("."))),
        edited.line(item.draft, the_card.previous, viewer),
        the_card.why,
        f"due {moment(brief.due, now, zone)}" if brief.due is not None and "overdue" not in the_card.why else "",
    ]
    first, *rest = parts
    match item.about:
        case Submission():
            return f"{_joined([*parts, f'{minutes(the_card.minutes)} to read'])}\n{effect(item, viewer)}"
        case Question():
            return _joined([*parts, f"{minutes(the_card.minutes)} to answer"])
        case Permission():
            return f"{first}\n{_joined([*rest, f'{minutes(the_card.minutes)} to answer'])}"
        case Problem() | StillRight():
            return _joined(parts)
        case _:
            assert_never(item.about)


def effect(item: Item, viewer: str, on_card: bool = True) -> str:
    """Return what Approve does: where the draft goes, and which branch it pushes.

    Args:
        on_card: whether it stands on the card itself: elsewhere nobody knows whether there is one yet.
    """
    here = on_card and bool(viewer) and not item.stands_for
    place = where(item.task, here=here, stream=stream_name(item.task.brief.stream))
    told = f"{'Take' if item.candidates else 'Approve'} {goes(item, place)}"
    push = pushed(item.task, item.drafts)
    if push:
        told += f" and pushes {f'the branch {push.branch}' if push.branch else 'its branch'} to {esc(push.repository)}"
    return told.replace(f"<@{viewer}>", "you")


def label_of(item: Item) -> str:
    """Return what an item needs, for the beginning of its card."""
    needs = needed(item)
    return f"{needs.need.capitalize()}: {needs.about}" if needs.about else needs.need.capitalize()


def decided(item: Item, sentence: str, told: str) -> str:
    """Return what a card says of what was decided.

    Args:
        sentence: who decided what.
        told: what comes of it; may be empty.
    """
    if not isinstance(item.about, (Submission, Permission)):
        return f"{sentence} {told}".strip()
    return f"{sentence}\n{told or _from(item)}"


def _from(item: Item) -> str:
    return _joined([stream_name(item.task.brief.stream), str(item.task.brief.worker)])


def _joined(parts: Sequence[str]) -> str:
    return " · ".join(part for part in parts if part)
