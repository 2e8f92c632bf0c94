"""When a step of a chain goes on by itself, as its reviewer said beforehand."""

from collections.abc import Sequence

from storage.rules.draft_needs import UNSETTLED, of_drafts
from storage.rules.values.draft import COMPARE, Draft
from storage.rules.values.need import Need
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


def why_not(task: Task, drafts: Sequence[Draft]) -> str:
    """Return why what came back waits for a person although its step was to go on by itself, to follow “It did not
    flow:”; empty where nothing in it is the reason."""
    if not task.flows or not drafts:
        return ""
    first = drafts[0]
    reasons = (
        (bool(task.brief.to), "it goes to others, and a person decides on that"),
        (task.reviewer != task.assigner, "somebody else decides on it now"),
        (len(drafts) > 1, "there are versions to choose from"),
        (first.change is not None, "it changes a repository"),
        (not first.checks, "it has no criteria to be checked by"),
        (bool(first.missing), "something is missing"),
        (bool(first.unsettled(*UNSETTLED)), "not all its checks are met"),
        (any(line.startswith(COMPARE) for line in first.remarks), "rules arranged it, and a person compares it first"),
        (of_drafts(drafts).need is not Need.ONE_TAP, "there is something to look at first"),
    )
    return next((why for holds, why in reasons if holds), "")
