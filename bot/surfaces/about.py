"""What a person's words are about, and what an answer to them shows."""

from dataclasses import dataclass

from bot.surfaces.spoken import Spoken
from bot.views.kit import Message
from bot.views.replies import Why
from storage.rules.values.ask import Kind
from storage.rules.values.item import Item
from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True)
class About:
    """The subject of a person's words: a task, and the item that a message showed, where there is one."""

    task: Task
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer that shows an item as it is, and why."""

    item: Item
    why: Why


Outcome = Message | Shown | None  # None where the answer was promised with the effect


def below_question(spoken: Spoken, about: About) -> bool:
    """Tell whether words stand under an agent's open question and name no task: they may be about the question."""
    asks = about.item is not None and about.item.kind is Kind.QUESTION and about.item.open
    return asks and spoken.reply.number is None
