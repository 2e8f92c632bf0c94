"""What a colleague's task brings them to work with: pasted words, files, and the approved drafts of earlier steps."""

from collections.abc import Collection

from bot.views import richtext
from bot.views.kit import Block, context, cut, esc
from storage.rules.values.draft import File
from storage.rules.values.source import Source
from storage.rules.values.task import Task
from storage.rules.words import count, many

MOST, LEAST, LISTED = 10_000, 3_000, 4  # characters of JSON of all material, and of one text; texts that are shown
NAME, NAMED = 120, 3  # characters of a name; names in a line
SOURCES = 5  # texts that are named below the task
WORDS, LINES = 40, 3  # of what was pasted and is shown with the task


def names(task: Task) -> str:
    """Return what came with a task, in a line: “T-2 · Recommendation, approved”; '' where nothing did."""
    sources = task.brief.sources
    more = f" and {len(sources) - NAMED} more" if len(sources) > NAMED else ""
    return ", ".join(esc(cut(source.name, 60)) for source in sources[:NAMED]) + more


def is_short(pasted: str) -> bool:
    """Tell whether what was pasted below a brief's first line is shown with that line."""
    return count(pasted) <= WORDS and pasted.count("\n") < LINES


def asked(task: Task) -> str:
    """The brief's first lines; what was pasted below them is only counted."""
    first, _, rest = task.brief.goal.partition("\n")
    others = len(task.brief.sources) - SOURCES
    names = " · ".join(s.name for s in task.brief.sources[:SOURCES]) + (f" and {others} more" if others > 0 else "")
    if is_short(rest):
        return cut(task.brief.goal, 600) + (f"\n(with {names})" if names else "")
    sources = f" · {names}" if names else ""
    lines = rest.count("\n") + 1
    size = many(count(rest), "word") if count(rest) > 40 else many(lines, "line")
    return f"{cut(first, 300)}\n({size} of material{sources})"


def blocks(task: Task, viewer: str, hosts: Collection[str] = ()) -> list[Block]:
    """Return the texts that came with a task as its colleague reads them; nothing for anybody else."""
    texts = _texts(task, viewer)
    shown = [_shown(text, texts, hosts) for text in texts[:LISTED]]
    found = [block for text, (body, _) in zip(texts, shown, strict=False) for block in (_heading(text), *body)]
    rest = [context("Not all of it has room here: the whole is attached in your direct messages.")]
    return [*found, *([] if _fits(texts, hosts) else rest), *_listed(files(task, viewer))]


def files(task: Task, viewer: str) -> tuple[Source, ...]:
    """Return the files that came with a task, for its colleague; nothing for anybody else."""
    return tuple(text for text in _texts(task, viewer) if text.file)


def _listed(some: tuple[Source, ...]) -> list[Block]:
    """Return the names of files that come in direct messages."""
    names = ", ".join(esc(cut(file.name, NAME)) for file in some)
    return [context(f"Files, in your direct messages: {cut(names, 1_500)}")] if some else []


def attached(task: Task, viewer: str, hosts: Collection[str] = ()) -> tuple[File, ...]:
    """Return a file with all that came with a task, for its colleague, where a modal can't show it."""
    texts = _texts(task, viewer)
    if _fits(texts, hosts):
        return ()
    listing = "\n\n".join(f"# {text.name}\n\n{text.text}" for text in texts)
    return (File(f"{task.name}-material.md", "text/markdown", listing.encode()),)


def _texts(task: Task, viewer: str) -> tuple[Source, ...]:
    worker = task.brief.worker
    if not worker.is_person or worker.name != viewer:
        return ()
    pasted = task.brief.goal.partition("\n")[2].strip()
    return (*(() if is_short(pasted) else (Source("In the brief", pasted),)), *task.brief.sources)


def _shown(text: Source, texts: Collection[Source], hosts: Collection[str]) -> tuple[list[Block], bool]:
    return richtext.blocks(text.text, max(LEAST, MOST // min(len(texts), LISTED)), hosts)


def _fits(texts: tuple[Source, ...], hosts: Collection[str]) -> bool:
    return len(texts) <= LISTED and all(_shown(text, texts, hosts)[1] for text in texts)


def _heading(text: Source) -> Block:
    return context(f"*{esc(cut(text.name, NAME))}*")
