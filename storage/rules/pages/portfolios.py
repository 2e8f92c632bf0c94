"""What views draw of a person's tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.pages.owed import Owed
from storage.rules.people import Person
from storage.rules.values.item import Item
from storage.rules.values.task import Task

FOUND = 100  # tasks of an answer


@dataclass(frozen=True, slots=True)
class Run:
    """The next run of what comes again."""

    name: str
    at: datetime | None  # None while it is paused
    waits_for: str = ""  # a run before it that is open, so that it may be left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """A person's open tasks, what waits for them, and when it next comes."""

    person: Person
    tasks: tuple[Task, ...]
    waiting: tuple[Item, ...]
    closed: tuple[Task, ...]
    next_at: datetime | None
    more: int = 0
    offered: tuple[str, ...] = ()  # lists of which some rows wait for a word to start
    decided: frozenset[int] = frozenset()  # ids of tasks that are decided and can still be undone
    stopped_by: str = ""  # the administrator who stopped all agents
    unreached: str = ""  # why Slack did not take the last collection in direct messages
    unsure: str | None = None  # the channel of what may or may not be there, where the word of that may be lost, too
    owed: tuple[Owed, ...] = ()  # what the person works on for somebody
    mine: Mapping[int, int] = field(default_factory=dict)  # how many things wait for the person, by the task's id
    put_off: Mapping[int, int] = field(default_factory=dict)  # how many of these are put off
    stand_ins: Mapping[int, str] = field(default_factory=dict)  # who decides in a reviewer's place, by the task's id
    later: Mapping[int, datetime] = field(default_factory=dict)  # until when all that waits of a task is put off
    resting: int = 0  # how much was left so often that only `/collect now` brings it
    runs: tuple[Run, ...] = ()  # what comes again, the soonest first
    before: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # what a task waits for, by name

    @property
    def waits(self) -> int:
        """The number of things that wait for the person; `waiting` has the first of them."""
        return sum(self.mine.values())

    @property
    def waits_now(self) -> int:
        """The number of things that wait for the person and are not put off."""
        return sum(self.mine.values()) - sum(self.put_off.values())

    def decider(self, one: Task) -> str:
        """Return who decides a task now: its reviewer, or who stands in for them."""
        return self.stand_ins.get(one.id, one.reviewer)

    def of_stream(self, stream: int | None) -> tuple[Task, ...]:
        """Return the tasks of a stream; for None those that are in no stream."""
        return tuple(t for t in self.tasks if t.stream_id == stream)
