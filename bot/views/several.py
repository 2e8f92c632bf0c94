"""One answer about several things that a person named: each as it is, as far as one message holds them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.views.card import sentence
from bot.views.kit import Block, Message, cut, esc, section, size
from bot.views.replies import NOT_SURE, WAS_NOT_SURE, Why, answer
from storage.rules.lifecycle import words_of
from storage.rules.message_limits import BLOCKS, CHARACTERS
from storage.rules.values.item import Item
from storage.rules.values.task import Task

REST = 900  # characters that the line of what is not drawn may take
NAMED = 30  # things that it names


@dataclass(frozen=True, slots=True)
class Part:
    """The outcome of one of several things that a person named: the item as it is, or a line where there is none."""

    item: Item | None = None
    why: Why = Why.LISTED
    line: str = ""


def several(lead: str, parts: Sequence[Part], viewer: str, now: datetime) -> Message:
    """Return what came of each task or item that a person named, or the ones that may be meant.

    What was decided is drawn before all else, for it has an Undo; what does not fit is named in one line.
    """
    if lead == NOT_SURE and any(part.item is not None and part.item.decision is not None for part in parts):
        lead = WAS_NOT_SURE
    head = [section(lead)] if lead else []
    drawn = [_blocks(part, viewer, now) for part in parts]
    fitting = _fitting(head, parts, drawn)
    blocks = [*head, *(block for n in sorted(fitting) for block in drawn[n])]
    left = [part.item for n, part in enumerate(parts) if n not in fitting and part.item is not None]
    rest = [section(_named(left))] if left else []
    return Message(lead or "Each of them:", (*blocks, *rest))


def _blocks(part: Part, viewer: str, now: datetime) -> list[Block]:
    return list(answer(part.item, viewer, now, part.why).blocks) if part.item else [section(part.line)]


def _fitting(head: Sequence[Block], parts: Sequence[Part], drawn: Sequence[Sequence[Block]]) -> set[int]:
    """Return which parts one message holds: first those that say what happened, then those that ask."""
    so_far = size(head)
    blocks, characters = so_far.blocks + 1, so_far.characters + REST
    fitting: set[int] = set()
    for n in sorted(range(len(parts)), key=lambda n: not _happened(parts[n])):
        needed = size(drawn[n])
        if blocks + needed.blocks <= BLOCKS and characters + needed.characters <= CHARACTERS:
            fitting.add(n)
            blocks, characters = blocks + needed.blocks, characters + needed.characters
    return fitting


def _happened(part: Part) -> bool:
    return part.item is None or part.item.decision is not None


def _named(left: Sequence[Item]) -> str:
    """Return the line of what is not drawn, and how to see it."""
    names = ", ".join(_outcome(item) for item in left[:NAMED])
    more = ", …" if len(left) > NAMED else ""
    return f"And {len(left)} more: {names}{more}. Write its number to see one, for example: {left[0].task.name}"


def _outcome(item: Item) -> str:
    return f"{item.task.name} ({sentence(item.decision, item)})" if item.decision else item.task.name


def cancel_with(task: Task) -> str:
    """Return the sentence that says how to cancel one of several tasks."""
    name = f"{task.name} · {esc(cut(task.brief.title, 60))}"
    return f"{name} {words_of(task)}. /sluice {task.name} cancel gives it up."
