"""A task that a person owes, as a card with its buttons, wherever it stands."""

from collections.abc import Sequence
from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, Message, actions, button, context, rich, section
from bot.views.owed.closed import closed_line
from bot.views.owed.facts import done_when, facts, heading, material, title_of
from bot.views.owed.points import points, question
from storage.rules.offers import Offer, can
from storage.rules.pages.owed import Owed


def is_owed(one: Owed, reader: str) -> bool:
    """Tell whether a task still waits for its reader's work."""
    worker = one.task.brief.worker
    return can(Offer.WORK, one.task) and worker.is_person and worker.name == reader


def card(one: Owed, reader: str, now: datetime, zone: str) -> list[Block]:
    """Return one task that a person owes, with its buttons; a line where it does not wait for them any more."""
    if one.moved and is_owed(one, reader):
        return [context(f"{title_of(one)} · {one.task.name} · in a later message")]
    if not is_owed(one, reader):
        return [context(closed_line(one, reader, now, zone))]
    lines = [heading(one), facts(one, now, zone), done_when(one), material(one)]
    blocks = [section("\n".join(line for line in lines if line), button("Open", ids.SHOW_TASK, one.task.key))]
    said = [*points(one), *question(one, now, zone)]
    return [*blocks, *([rich(*said)] if said else []), buttons(one)]


def buttons(one: Owed) -> Block:
    """Return the buttons of a task that a person owes; their value is the task's key."""
    key, busy = one.task.key, one.checking
    submit = f"Submit v{one.version}" if one.version > 1 else "Submit"
    ask = [button("Ask", ids.OWED_ASK, key)] if can(Offer.ASK, one.task) else []
    return actions(
        button("Change it" if busy else submit, ids.SUBMIT, key, "primary"),
        *ask,
        button("Can't do it", ids.DECLINE, key),
        button("Busy until…", ids.BUSY, key),
        button("Hand to…", ids.HAND_TO, key),
    )


def listed(mine: Sequence[Owed], reader: str, now: datetime, zone: str) -> list[tuple[Block, ...]]:
    """Return all that a person owes, each with its buttons, as entries of a list."""
    return [tuple(card(one, reader, now, zone)) for one in mine]


def press_instead(left: Sequence[Owed]) -> Message:
    """Return the answer to words below what a person owes: nobody hears them, and a button takes them."""
    text = "Words below what you owe reach nobody. Press Submit to hand it in, or Ask to ask who decides."
    choices = [buttons(left[0])] if len(left) == 1 else []
    return Message(text, (section(text), *choices))
