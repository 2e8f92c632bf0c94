"""What is asked: the brief of a task, and the text that came with it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.rules.values.worker import Worker

EXAMPLE = "An example, approved before"  # how the name of a source begins that is not about this
UNREAD = "(This file could not be read:"  # how the text of a file begins that could not
LINE = 200  # characters of a goal that brings nothing to work with


class Form(StrEnum):
    """In what form a result is delivered."""

    WORDS = "words"
    FILE = "file"
    CANVAS = "canvas"

    @property
    def clause(self) -> str:
        """The words that ask for it; '' for what needs none."""
        return "" if self is Form.WORDS else f"as a {self}"


@dataclass(frozen=True, slots=True)
class Source:
    """Text that came with a brief: pasted, attached, or the thread that it came from."""

    name: str
    text: str
    file: str = ""  # its id in Slack, where it is a file of somebody there

    @property
    def is_example(self) -> bool:
        """Whether it shows what was approved before: how it should look, and nothing of what it should say."""
        return self.name.startswith(EXAMPLE)

    @property
    def unread(self) -> str:
        """The reason why a file could not be read; '' where it could."""
        return self.text.removeprefix(UNREAD).strip("() ") if self.text.startswith(UNREAD) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, clause by clause: a text that was read and the brief of a task have this in common, so that a new
    clause has its value in one place."""

    goal: str
    title: str = ""
    criteria: tuple[str, ...] = ()
    due: datetime | None = None
    stream: str | None = None
    stream_channel: str | None = None
    reviewer: str | None = None
    urgent: bool = False
    to: tuple[str, ...] = ()
    versions: int = 1  # attempts side by side
    public: bool = False  # its assigner says that its words may leave, in a search for example
    flows: bool = False  # also kept of what was to go on by itself, once a person decided
    form: Form = Form.WORDS  # of what an approval delivers: a file or a canvas comes alone
    after: tuple[str, ...] = ()  # names of tasks that it comes after; known only while it is assigned, as is the rest
    again: str = ""  # how often it comes again, as `rhythms` reads it
    each: tuple[str, ...] | None = None  # what it goes over; empty for the rows of its file


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Asked):
    """The brief of a task: what is asked, of whom, and how its reviewer will know that it is done."""

    worker: Worker
    sources: tuple[Source, ...] = ()
    routed: str = ""  # why this worker was picked, where nobody named one
    edits: int = 0  # times that its words were changed
    outside: tuple[str, ...] = ()  # channels that get it and that another company shares
    left_out: tuple[str, ...] = ()  # of the tasks that it came after: names of those that were not approved
    told: str = ""  # what its card says of the runs before it
    then: tuple["Brief", ...] = ()  # while it is assigned: the steps behind it

    @property
    def has_material(self) -> bool:
        """Whether there is more to work with than a short line: pasted words, a list, a thread, a file, or criteria."""
        more = "\n" in self.goal.strip() or ":" in self.goal or len(self.goal) > LINE
        return more or bool(self.criteria) or any(not source.is_example for source in self.sources)
