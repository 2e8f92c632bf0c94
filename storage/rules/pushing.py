"""What the approval of a change to a repository pushes."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.rules.values.draft import Draft
from storage.rules.values.task import Task


def branch_of(task: Task, version: int) -> str:
    """Return the branch that an approved change is pushed on."""
    return f"sluice/{task.name.lower()}-v{version}"


@dataclass(frozen=True, slots=True)
class Push:
    """The push that an approval makes; `branch` is empty while one of several is to be chosen."""

    branch: str
    repository: str


def pushed(task: Task, drafts: Sequence[Draft]) -> Push | None:
    """Return what the approval of one of these drafts pushes; None where it pushes nothing."""
    changes = [(draft.change, draft.version) for draft in drafts if draft.change and draft.change.pushes]
    if not changes:
        return None
    change, version = changes[0]
    return Push(branch_of(task, version) if len(drafts) == 1 else "", change.repository)
