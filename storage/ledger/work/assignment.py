"""What an attempt works on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.ledger.work.spending import Payer
from storage.rules.values.draft import Draft
from storage.rules.values.spent import Spent
from storage.rules.values.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """The work of one attempt.

    Attributes:
        generation: fences: a result of an older one is refused.
        previous: the version that is to be changed.
        candidate: which of several side by side, from 0.
        answers: what people answered, by the key that it was asked under.
        grants: tools that the person allowed for the rest of the task.
        others: the versions beside the previous one, where its reviewer wants the best of each.
        replies: the questions among them with their answers, for a conversation that begins anew.
        came_with: the names of the files that the previous version had beside its text.
        earlier: the answers to the points of the versions before the previous one, the oldest first.
        spent: what its calls of models took before it was taken up again; `calls` is how many they were.
    """

    attempt: int
    generation: int
    task: Task
    version: int
    previous: Draft | None
    points: tuple[str, ...]
    note: str
    candidate: int = 0
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    grants: frozenset[str] = frozenset()
    spent: Spent = field(default_factory=Spent)
    calls: int = 0
    earlier: tuple[str, ...] = ()
    replies: tuple[tuple[str, str], ...] = ()
    others: tuple[Draft, ...] = ()
    came_with: tuple[str, ...] = ()

    @classmethod
    def beside(cls, task: Task, version: int) -> "Assignment":
        """Return what something that is no attempt works on: a look at a brief, a question about a draft."""
        return cls(attempt=0, generation=0, task=task, version=version, previous=None, points=(), note="")

    @property
    def team(self) -> str:
        """The workspace of the task."""
        return self.task.team

    @property
    def asked(self) -> tuple[str, ...]:
        """The changes that the reviewer asks for, in the order of their numbers."""
        return (*self.points, *([self.note] if self.note else []))

    @property
    def payer(self) -> Payer:
        """The account of this attempt's calls of models: the task's assigner pays."""
        return Payer(team=self.team, task=self.task.id, attempt=self.attempt, who=self.task.assigner)
