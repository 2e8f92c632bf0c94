"""What went on without a decision, why a step did not, and what was opened again before it."""

from bot.views import ids
from bot.views.kit import Block, actions, button, context, section
from storage.rules.flowing import why_not
from storage.rules.values.item import Item
from storage.rules.values.task import State, Task
from storage.rules.words import many


def flowed(item: Item) -> list[Block]:
    """Return which steps before an item's task went on without a decision, with the way to look at the last."""
    if not item.flowed:
        return []
    listing = ", ".join(f"{step.name} ({step.met})" for step in item.flowed)
    return [section(f"Flowed without you: {listing}", button("Look", ids.SHOW_TASK, item.flowed[-1].key))]


def stayed(item: Item) -> str:
    """Return why a step that was to go on by itself waits for a decision; empty for anything else."""
    why = why_not(item.task, item.drafts) if item.next_steps and item.decision is None else ""
    return f"It did not flow: {why}." if why else ""


def outdated(item: Item) -> str:
    """Return which tasks that a draft builds on were opened again since; empty for anything else."""
    names = item.reopened_before if item.decision is None else ()
    more = f" and {many(len(names) - 1, 'other')}" if len(names) > 1 else ""
    return f"{names[0]}{more}, which it builds on, {'are' if more else 'is'} open again." if names else ""


def in_window(item: Item | None, viewer: str) -> list[Block]:
    """Return for its reviewer, as one line, what it builds on that is open again, and why a step did not go on by
    itself; nothing for anybody else."""
    why = (
        f"{outdated(item)} {stayed(item)}".strip() if item is not None and item.reviewer == viewer and item.open else ""
    )
    return [context(why)] if why else []


def went_on(task: Task, viewer: str) -> list[Block]:
    """Return that a step went on without a decision, with the way back for who decides; nothing for any other task."""
    if not task.flows or task.state is not State.APPROVED:
        return []
    said = section(f"{task.name} went on by itself: all its checks were met.")
    mine = viewer in (task.assigner, task.reviewer)
    return [said, *([actions(button("Reopen", ids.REOPEN, task.key))] if mine else [])]
