"""Who works on a task: an agent, or a colleague."""

from dataclasses import dataclass
from enum import StrEnum


class WorkerKind(StrEnum):
    """A kind of worker; the contract is the same for both."""

    AGENT = "agent"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Worker:
    """The worker of a task. `name` is an agent's name, or a person's id in Slack."""

    name: str
    kind: WorkerKind = WorkerKind.AGENT

    @property
    def is_person(self) -> bool:
        """Tell whether a colleague works on it."""
        return self.kind is WorkerKind.PERSON

    def __str__(self) -> str:
        """Return the worker as a message names them: an agent by name, a person by a mention."""
        return f"<@{self.name}>" if self.is_person else self.name


def agent(name: str) -> Worker:
    """Return an agent as a worker."""
    return Worker(name)


def colleague(user: str) -> Worker:
    """Return a person as a worker."""
    return Worker(user, WorkerKind.PERSON)
