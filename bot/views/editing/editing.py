"""The editor of a draft, and the question which of several versions is edited."""

from bot.views import ids
from bot.views.below_heading import effect
from bot.views.card import heading
from bot.views.doubts import doubts
from bot.views.editing.edit_boxes import boxes, field
from bot.views.editing.edit_by_file import FILE, as_file
from bot.views.kit import Block, actions, button, context, cut, esc, modal, section
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item


def editor(item: Item, written: Draft, text: str, metadata: str) -> Block:
    """Return the form in which a person edits a draft.

    Args:
        text: what stands in it at first: the draft's, or what the person wrote before.
    """
    known = boxes(text)
    fields = [field(n, part, len(known)) for n, part in enumerate(known)] or [section(as_file(item, written)), FILE]
    version = written.version if item.candidates else 0
    named = f"*{heading(item)}*" + (f"\nVersion {_letter(item, version)}" if version else "")
    question = doubts(item.task, written)
    before = f"v{written.version} as it is: {question['text']['text']}" if question else ""
    asked = [context(esc(before))] if question else []
    told = "The checks look at your text first. Where they find nothing worse than before, it is approved at once."
    last = context(f"{effect(item, item.reviewer, on_card=item.on_card)}. {told}")
    return modal(
        ids.EDIT_DRAFT_VIEW,
        cut(f"Edit {item.task.name}", 24),
        [section(named), *fields, *asked, last],
        submit="Approve",
        close="Cancel",
        metadata=metadata,
    )


def _letter(item: Item, version: int) -> str:
    return next(x for x, one in item.lettered if one.version == version)


def which(item: Item, metadata: str) -> Block:
    """Return the question which of several versions is edited."""
    choices = [
        button(f"Edit {x}", f"{ids.EDIT_VERSION}.{n}", str(ids.Value(item.key, one.version)))
        for n, (x, one) in enumerate(item.lettered)
    ]
    return modal(
        "notice",
        cut(f"Edit {item.task.name}", 24),
        [section("Which one do you want to edit? The others stay as they are."), actions(*choices)],
        close="Cancel",
        metadata=metadata,
    )
