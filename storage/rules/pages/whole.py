"""What views draw of the whole of a task."""

from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.pages.history import Change
from storage.rules.pages.pipelines import Pipeline
from storage.rules.values.draft import Draft
from storage.rules.values.item import Item
from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A task with all that a reviewer may want to see of it.

    Attributes:
        minutes: that its item is likely to take who looks at it; 0 where nobody reckoned them.
    """

    task: Task
    item: Item | None
    draft: Draft | None
    previous: Draft | None
    history: tuple[Change, ...]
    zone: str
    minutes: float = 0.0
    next_at: datetime | None = None  # of the collections of who looks at it
    four_eyes: bool = False  # nobody edits what they approve
    pipeline: Pipeline = field(default_factory=Pipeline)  # the tasks that it is linked with
