"""When a step of a chain goes on by itself, as its reviewer said beforehand."""

from collections.abc import Sequence

from storage.rules.needs import Need, of_drafts
from storage.rules.values.draft import Draft
from storage.rules.values.task import Task


def may_flow(task: Task, four_eyes: bool) -> bool:
    """Tell whether a task may go on by itself at all: nothing of it leaves for others, and its reviewer assigned it."""
    return not (task.brief.to or four_eyes) and task.reviewer == task.assigner


def flows(task: Task, drafts: Sequence[Draft], four_eyes: bool) -> bool:
    """Tell whether what came back goes on without a decision: one draft, complete, with all its checks met."""
    changes = any(draft.change is not None for draft in drafts)
    agreed = task.flows and may_flow(task, four_eyes)
    return agreed and len(drafts) == 1 and not changes and of_drafts(drafts).need is Need.ONE_TAP


def met(draft: Draft) -> str:
    """Return how many of a draft's checks are met, all of which are: “4 of 4 met”."""
    return f"{len(draft.checks)} of {len(draft.checks)} met"
