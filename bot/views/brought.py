"""What came with a task, in one line: the names of its texts, how much was pasted, and who reads it."""

from bot.views.kit import cut, esc
from storage.rules.values.source import Source
from storage.rules.values.task import Task
from storage.rules.words import count, many

NAMED = 3  # names in a line
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


def texts_for(task: Task, viewer: str) -> tuple[Source, ...]:
    """Return the texts that came with a task, for its colleague; nothing for anybody else."""
    worker = task.brief.worker
    if not worker.is_person or worker.name != viewer:
        return ()
    pasted = task.brief.goal.partition("\n")[2].strip()
    return (*(() if is_short(pasted) else (Source("In the brief", pasted),)), *task.brief.sources)
