"""What becomes of an edit that came too late: it is kept, and shown beside the draft that is there now."""

from collections.abc import Collection, Sequence

from bot.views import ids
from bot.views.editing.diffs import changed, changes
from bot.views.kit import Block, Message, actions, button, context, divider, modal, section
from bot.views.sentence import literal_text
from bot.views.text import richtext
from storage.rules.values.item import Item

BOTH = 9_000  # characters of JSON of each of two texts


def late(why: str, kept: str, newest: Item | None) -> tuple[Block, ...]:
    """Return what a person reads whose edit came too late: why, that their text is kept, and what they can do.

    Args:
        kept: the key under which it is kept.
        newest: what waits for them instead; None where nothing does.
    """
    text = f"{literal_text(why)}\nYour text was not approved. It is kept for you alone, for 30 days."
    if newest is None:
        return (section(text), actions(button("Show my text", ids.SHOW_BOTH, kept)))
    choices = [
        button(f"Edit v{newest.draft_version} with it", ids.EDIT_KEPT, kept, "primary"),
        button("Show both", ids.SHOW_BOTH, kept),
    ]
    return (section(text), actions(*choices))


def late_window(blocks: Sequence[Block]) -> Block:
    """Return the window in the place of an editor whose text came too late."""
    return modal("notice", "Your text is kept", blocks)


def late_message(why: str, blocks: Sequence[Block]) -> Message:
    """Return the same as a message, so that it is found again."""
    return Message(f"{literal_text(why)} Your text is kept.", tuple(blocks))


def both(item: Item, text: str, hosts: Collection[str]) -> Block:
    """Return a person's own text beside the draft that is there now."""
    own = [context("*Your text*"), *richtext.blocks(text, BOTH, hosts)[0]]
    if item.draft is None:
        return modal("notice", item.task.name, own)
    version = f"v{item.draft.version}"
    there = [context(f"*{version}, as it is now*"), *richtext.blocks(item.draft.body, BOTH, hosts)[0]]
    differs = changed(changes(item.draft.body, text), version)
    return modal("notice", item.task.name, [*own, divider(), *differs, divider(), *there])
