"""The editor of a draft: its text in boxes, a heading each, or a file to send back; and what becomes of a late edit."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from bot.views import ids, richtext
from bot.views.below_heading import effect
from bot.views.card import heading
from bot.views.diffs import changed, changes
from bot.views.doubts import doubts
from bot.views.kit import Block, Message, actions, button, context, cut, divider, esc, modal, plain, section, text_input
from bot.views.versions import LETTERS
from storage.rules.sections import Part, parts
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item

BOXES = 90  # of the 100 blocks of a view
BYTES = 240_000  # of JSON, of the 250,000 of a view
LABEL = 100  # characters
BOTH = 9_000  # characters of JSON of each of two texts
ENDINGS = (".md", ".markdown", ".txt")
OTHER_FILE = "That is no Markdown: send a file whose name ends in .md."
FILE: Block = {
    "type": "input",
    "block_id": "file",
    "label": plain("The edited file"),
    "hint": plain("A Markdown file (.md). It takes the place of the whole text."),
    "element": {"type": "file_input", "action_id": "value", "filetypes": ["md", "markdown", "txt"], "max_files": 1},
}


def box(number: int) -> str:
    """Return the name of a box of the editor."""
    return f"part_{number}"


def boxes(text: str) -> tuple[Part, ...]:
    """Return the parts that the editor has a box for; empty where the text has to be sent back as a file."""
    cut_up = parts(text)
    size = len(json.dumps([_box(n, part, len(cut_up)) for n, part in enumerate(cut_up)]))
    return cut_up if len(cut_up) <= BOXES and size <= BYTES else ()


def editor(item: Item, written: Draft, text: str, metadata: str) -> Block:
    """Return the form in which a person edits a draft.

    Args:
        text: what stands in it at first: the draft's, or what the person wrote before.
    """
    known = boxes(text)
    fields = [_box(n, part, len(known)) for n, part in enumerate(known)] or [section(_as_file(item, written)), FILE]
    version = written.version if item.candidates else 0
    named = f"*{heading(item)}*" + (f"\nVersion {_letter(item, version)}" if version else "")
    question = doubts(item.task, written)
    asked = [context(f"{esc(question['title']['text'])} {esc(question['text']['text'])}")] if question else []
    told = "The checks look at your text first. Where they find nothing new, it is approved at once."
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
    return next(x for x, one in zip(LETTERS, item.candidates, strict=False) if one.version == version)


def _box(number: int, part: Part, count: int) -> Block:
    title = part.title or ("It goes on" if number else "The beginning")
    label = "The draft" if count == 1 else f"{number + 1} of {count} · {title}"
    return text_input(box(number), label[:LABEL], multiline=True, optional=count > 1, initial=part.text)


def _as_file(item: Item, written: Draft) -> str:
    why = "This draft is too long for Slack's boxes, or one of its paragraphs is."
    return f"{why} Its file, {file_name(item, written)}, is in your direct messages. Edit it and add it here."


def file_name(item: Item, written: Draft) -> str:
    """Return the name of the file that is edited elsewhere and sent back."""
    return f"{item.task.name}-v{written.version}.md"


def which(item: Item, metadata: str) -> Block:
    """Return the question which of several versions is edited."""
    doors = [
        button(f"Edit {x}", f"{ids.EDIT_VERSION}.{n}", str(ids.Value(item.key, one.version)))
        for n, (x, one) in enumerate(zip(LETTERS, item.candidates, strict=False))
    ]
    return modal(
        "notice",
        cut(f"Edit {item.task.name}", 24),
        [section("Which one do you want to edit? The others stay as they are."), actions(*doors)],
        close="Cancel",
        metadata=metadata,
    )


def late(why: str, kept: str, newest: Item | None) -> tuple[Block, ...]:
    """Return what a person reads whose edit came too late: why, that their text is kept, and what they can do.

    Args:
        kept: the key under which it is kept.
        newest: what waits for them instead; None where nothing does.
    """
    text = f"{esc(why)}\nYour text is kept for you alone, for 30 days. Nothing was approved."
    if newest is None:
        return (section(text), actions(button("Show my text", ids.SHOW_BOTH, kept)))
    doors = [
        button(f"Edit v{newest.draft_version} with it", ids.EDIT_KEPT, kept, "primary"),
        button("Show both", ids.SHOW_BOTH, kept),
    ]
    return (section(text), actions(*doors))


def late_window(blocks: Sequence[Block]) -> Block:
    """Return the window in the place of an editor whose text came too late."""
    return modal("notice", "Your text is kept", blocks)


def late_message(why: str, blocks: Sequence[Block]) -> Message:
    """Return the same as a message, so that it is found again."""
    return Message(f"{esc(why)} Your text is kept.", tuple(blocks))


def both(item: Item, text: str, hosts: Collection[str]) -> Block:
    """Return a person's own text beside the draft that is there now."""
    own = [context("*Your text*"), *richtext.blocks(text, BOTH, hosts)[0]]
    if item.draft is None:
        return modal("notice", item.task.name, own)
    version = f"v{item.draft.version}"
    there = [context(f"*{version}, as it is now*"), *richtext.blocks(item.draft.body, BOTH, hosts)[0]]
    differs = changed(changes(item.draft.body, text), version)
    return modal("notice", item.task.name, [*own, divider(), *differs, divider(), *there])


def sent(fields: dict[str, Any], known: Sequence[Part]) -> list[str]:
    """Return the texts of an editor's boxes; a box that did not come has what stood in it."""
    return [str(fields[box(n)] or "") if box(n) in fields else part.text for n, part in enumerate(known)]
