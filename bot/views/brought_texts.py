"""What a colleague's task brings them to work with, as they read it: pasted words, files, and approved drafts."""

from collections.abc import Collection

from bot.views.brought import texts_for
from bot.views.kit import Block, context, cut, esc
from bot.views.text import richtext
from storage.rules.values.draft import File
from storage.rules.values.source import Source
from storage.rules.values.task import Task

MOST, LEAST, LISTED = 10_000, 3_000, 4  # characters of JSON of all material, and of one text; texts that are shown
NAME = 120  # characters of a name


def blocks(task: Task, viewer: str, hosts: Collection[str] = ()) -> list[Block]:
    """Return the texts that came with a task as its colleague reads them; nothing for anybody else."""
    texts = texts_for(task, viewer)
    shown = [_shown(text, texts, hosts) for text in texts[:LISTED]]
    found = [block for text, (body, _) in zip(texts, shown, strict=False) for block in (_heading(text), *body)]
    rest = [context("Not all of it has room here: the whole is attached in your direct messages.")]
    return [*found, *([] if _fits(texts, hosts) else rest), *_listed(files(task, viewer))]


def files(task: Task, viewer: str) -> tuple[Source, ...]:
    """Return the files that came with a task, for its colleague; nothing for anybody else."""
    return tuple(text for text in texts_for(task, viewer) if text.file)


def _listed(some: tuple[Source, ...]) -> list[Block]:
    """Return the names of files that come in direct messages."""
    names = ", ".join(esc(cut(file.name, NAME)) for file in some)
    return [context(f"Files, in your direct messages: {cut(names, 1_500)}")] if some else []


def attached(task: Task, viewer: str, hosts: Collection[str] = ()) -> tuple[File, ...]:
    """Return a file with all that came with a task, for its colleague, where a modal can't show it."""
    texts = texts_for(task, viewer)
    if _fits(texts, hosts):
        return ()
    listing = "\n\n".join(f"# {text.name}\n\n{text.text}" for text in texts)
    return (File(f"{task.name}-material.md", "text/markdown", listing.encode()),)


def _shown(text: Source, texts: Collection[Source], hosts: Collection[str]) -> tuple[list[Block], bool]:
    return richtext.blocks(text.text, max(LEAST, MOST // min(len(texts), LISTED)), hosts)


def _fits(texts: tuple[Source, ...], hosts: Collection[str]) -> bool:
    return len(texts) <= LISTED and all(_shown(text, texts, hosts)[1] for text in texts)


def _heading(text: Source) -> Block:
    return context(f"*{esc(cut(text.name, NAME))}*")
