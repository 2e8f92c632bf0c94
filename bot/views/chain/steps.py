"""How far a task is: as a card of Slack's where the workspace has them, else as a small line; and as a bar."""

from bot.views.kit import Block, Message, context, cut, esc, letters, rich, run, words
from storage.rules.lifecycle import words_of
from storage.rules.values.task import Progress, State, Task

TASK_CARD = "task_card"
STATUS = {
    State.WORKING: "in_progress",
    State.READY: "complete",
    State.APPROVED: "complete",
    State.FAILED: "error",
    State.REJECTED: "error",
    State.CANCELED: "error",
}

# What a workspace is asked about before one is sent (docs.slack.dev/reference/block-kit/blocks/task-card-block).
SAMPLE: Block = {"type": TASK_CARD, "task_id": "sample", "title": "Sample", "status": "pending"}


def progress(task: Task, cards: bool) -> Message:
    """Return the message in a task's thread that tells how far the task is.

    Args:
        cards: whether the workspace has cards for tasks.
    """
    state = (bar(task.progress) if task.state is State.WORKING else "") or words_of(task)
    title, worker = cut(task.brief.title, 60), str(task.brief.worker)
    text = f"{task.name} {words_of(task)}."
    if not cards:
        return Message(text, (context(f"{task.name} · {esc(title)} · {esc(worker)} · {state}"),))
    card = {
        "type": TASK_CARD,
        "task_id": task.name,
        "title": f"{task.name} · {title} · {worker}",
        "status": STATUS.get(task.state, "pending"),
        "details": rich(words(run(state))),
    }
    return Message(text, (card,))


def bar(progress: Progress | None) -> str:
    """Return progress as a bar, “▰▰▰▱▱ 3 of 5: comparing vendors”; as words where it has no steps, and empty while
    nothing is known."""
    if progress is None or not progress.total:
        return letters(progress.now) if progress and progress.waits else ""
    full = round(5 * min(progress.done, progress.total) / progress.total)
    now = f": {letters(progress.now)}" if progress.now else ""
    return f"{'▰' * full}{'▱' * (5 - full)} {progress.done} of {progress.total}{now}"
