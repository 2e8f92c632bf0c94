"""The form in which a colleague hands in what they owe."""

from datetime import datetime

from bot.views import ids
from bot.views.kit import Block, context, cut, esc, modal, plain, text_input
from bot.views.owed.brief import brief_of
from bot.views.owed.handed_in import parts_of
from storage.rules.pages.owed import Owed
from storage.rules.values.draft import Draft
from storage.rules.words import one_line

FILES: Block = {
    "type": "input",
    "block_id": "files",
    "optional": True,
    "label": plain("Files"),
    "hint": plain("They come along as they are."),
    "element": {"type": "file_input", "action_id": "value", "max_files": 5},
}


def submit(mine: Owed, now: datetime, zone: str, before: Draft | None = None) -> Block:
    """Return the form in which a person hands in what they owe, with the brief on top.

    Args:
        before: what they handed in before, to be changed.
    """
    task, whose = mine.task, f"<@{mine.task.reviewer}>"
    body, links = parts_of(before)
    fields = [
        text_input("body", "What you hand in", multiline=True, optional=True, initial=body),
        *([_answer(before.answer if before else "")] if mine.points else []),
        FILES,
        text_input("links", "Links", multiline=True, optional=True, hint="One a line.", initial=links),
        text_input("word", "A word to who decides", optional=True, most=300, initial=_word(before)),
    ]
    files = [context(f"Files that you added before: {_names(before)}. They stay.")] if _names(before) else []
    return modal(
        ids.SUBMIT_VIEW,
        f"Submit {task.name}",
        [*brief_of(mine, now, zone), *fields, *files, context(f"It goes to {whose}.")],
        submit="Submit",
        close="Cancel",
        metadata=task.key,
    )


def _answer(text: str) -> Block:
    hint = "A line for each point, in the order of their numbers."
    return text_input("answer", "How each point was met", multiline=True, hint=hint, initial=text)


def _word(before: Draft | None) -> str:
    """Return the word that was said with a draft; empty where its summary is only how it begins."""
    return before.summary if before and not one_line(before.body).startswith(before.summary) else ""


def _names(before: Draft | None) -> str:
    return ", ".join(esc(cut(file.name, 40)) for file in before.files[1:]) if before else ""
