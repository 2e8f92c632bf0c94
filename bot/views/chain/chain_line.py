"""A pipeline as one line, with how far each of them is."""

from collections.abc import Collection

from bot.views.kit import Block, context
from storage.rules.pages.pipelines import Pipeline
from storage.rules.values.task import Origin, State, Task

MARKS = {
    State.UNCLEAR: "unclear",
    State.BLOCKED: "waits",
    State.WAITING: "waits for room",
    State.WORKING: "working",
    State.ASKING: "asks",
    State.READY: "ready",
    State.APPROVED: "✓",
    State.REJECTED: "✗",
    State.CANCELED: "✗",
    State.FAILED: "did not work",
    State.DECLINED: "declined",
}


def line(pipeline: Pipeline, here: Task) -> list[Block]:
    """Return where a task stands among those that it hangs together with, as one line; nothing where it is alone."""
    return [context(in_a_line(pipeline, {here.id}))] if pipeline.around else []


def in_a_line(pipeline: Pipeline, marked: Collection[int]) -> str:
    """Return a pipeline as one line: “T-40 ✓ → T-41 ready v1 ◀ → T-42 waits”.

    Args:
        marked: the ids of those that are pointed at.
    """
    chained = all(task.origin is Origin.CHAIN for task in pipeline.around[0 if pipeline.earlier else 1 :])
    parts = [f"{task.name} {_mark(task)}" + (" ◀" if task.id in marked else "") for task in pipeline.around]
    first = [f"{pipeline.earlier} before"] if pipeline.earlier else []
    last = [f"{pipeline.later} more"] if pipeline.later else []
    return (" → " if chained else " · ").join([*first, *parts, *last])


def _mark(task: Task) -> str:
    if task.held_by and task.state is State.WAITING:
        return "its stream is held"
    if task.was_stopped:
        return "stopped"
    return f"ready v{task.draft_version}" if task.state is State.READY else MARKS[task.state]
