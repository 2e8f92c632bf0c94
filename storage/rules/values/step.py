"""A task that comes after others, without its brief: a thousand may come after one."""

from dataclasses import dataclass

from storage.rules.values.task import State
from storage.rules.values.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A task among those that come after one: what its name, its people and its end need."""

    id: int
    team: str
    key: str
    name: str
    state: State
    assigner: str
    reviewer: str
    worker: Worker
