"""The question whether something that was approved a week ago is still right."""

from bot.views import ids
from bot.views.kit import Block, actions, button, context, cut, esc, quote, rich, section
from storage.rules.pages.cards import Card
from storage.rules.values.task import State
from storage.rules.words import unmarked

SUMMARY = 200  # characters of the worker's words


def card(the_card: Card, label: str) -> list[Block]:
    """Return the question with its answers; a line where it is answered."""
    item = the_card.item
    name = f"{esc(cut(item.task.brief.title, 60))} · {item.task.name}"
    if not item.open:
        became = "✓ still right" if item.task.state is State.APPROVED else "↺ opened again"
        return [context(f"{label}{name} · {became}")]
    if the_card.moved:
        return [context(f"{label}{name} · in a later message")]
    line = "You approved it a week ago, and it was taken at random: one more look. It holds nothing up."
    words = unmarked(item.draft.summary) if item.draft else ""
    said = [rich(quote(cut(words, SUMMARY)))] if words else []
    return [
        section(f"*{label}Still right? · {name}*\n{line}", button("Open", ids.OPEN, ids.of(item))),
        *said,
        actions(button("Still right", ids.STILL_RIGHT, ids.of(item)), button("Reopen", ids.REOPEN, item.task.key)),
    ]
