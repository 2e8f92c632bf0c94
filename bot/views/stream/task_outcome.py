"""What became of a task, in words."""

from storage.rules.values.task import State, Task

STATES = {
    State.UNCLEAR: "unclear: say what should come back",
    State.ASKING: "waits for an answer",
    State.BLOCKED: "waits for another task",
    State.WAITING: "waits for room",
    State.WORKING: "working",
    State.READY: "ready",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
    State.CANCELED: "canceled",
    State.FAILED: "did not work",
    State.DECLINED: "declined",
}


def outcome(task: Task) -> str:
    """Return what became of a task: “approved”; what went on by itself was not. Nobody works on what no message has
    brought them."""
    if task.held_by and task.state is State.WAITING:
        return f"its stream is held by <@{task.held_by}>"
    if task.has_budget and task.state is State.WAITING:
        return "waits for room, or for the budget of its stream"
    if task.was_stopped:
        return "stopped"
    if task.state is State.WORKING and task.brief.worker.is_person and task.told_at is None:
        return "not seen yet"
    return "went on by itself" if task.flows and task.state is State.APPROVED else STATES[task.state]
