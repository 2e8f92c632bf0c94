"""A draft that is too long for boxes: the field for its file."""

from bot.views.kit import Block, plain
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item

ENDINGS = (".md", ".markdown", ".txt")
OTHER_FILE = "I can't read that: send a file whose name ends in .md, .markdown or .txt."
FILE: Block = {
    "type": "input",
    "block_id": "file",
    "label": plain("The edited file"),
    "hint": plain("A Markdown file (.md). It takes the place of the whole text."),
    "element": {"type": "file_input", "action_id": "value", "filetypes": ["md", "markdown", "txt"], "max_files": 1},
}


def as_file(item: Item, written: Draft) -> str:
    """Return why a text has no boxes, and where its file is."""
    why = "This draft is too long for Slack's boxes, or one of its paragraphs is."
    return f"{why} Its file, {file_name(item, written)}, is in your direct messages. Edit it and add it here."


def file_name(item: Item, written: Draft) -> str:
    """Return the name of the file that is edited elsewhere and sent back."""
    return f"{item.task.name}-v{written.version}.md"
