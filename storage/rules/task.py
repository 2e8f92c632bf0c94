"""The nouns of the ledger as frozen values. Times are aware UTC, durations are seconds unless a name says minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from storage.rules.change import Change


class State(StrEnum):
    """A state in the life of a task."""

    UNCLEAR = "unclear"
    WAITING = "waiting"
    WORKING = "working"
    ASKING = "asking"
    READY = "ready"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELED = "canceled"
    FAILED = "failed"


class Verdict(StrEnum):
    """The decision of a reviewer on one version, or their answer to one question."""

    APPROVE = "approve"
    REVISE = "revise"
    REJECT = "reject"
    RETRY = "retry"
    CANCEL = "cancel"
    ANSWER = "answer"
    ALLOW = "allow"
    ALLOW_ALL = "allow all"  # for the rest of the task
    REFUSE = "refuse"


UNREAD = "(This file could not be read:"  # how the text of a file begins that could not
LINE = 200  # characters of a goal that brings nothing to work with
MATERIAL = "material"  # the key of a question for what a draft is to be made from
UNSOURCED, AGAINST, SENT_BACK, THEY_ASK = "No source", "Contradicts", "Sent back", "They ask"  # how remarks begin
COMPARE = "Compare"  # begins what a draft that rules arranged has to be compared with


class Finding(StrEnum):
    """The judgement of the critic on one criterion."""

    MET = "met"
    NOT_MET = "not met"
    IN_DOUBT = "in doubt"
    NOT_CHECKED = "not checked"


class Kind(StrEnum):
    """The kind of an item: what it asks of its reviewer."""

    DRAFT = "draft"
    PROBLEM = "problem"
    QUESTION = "question"
    PERMISSION = "permission"


class Remedy(StrEnum):
    """The help, beside trying again, where something did not work."""

    BRIEF = ""  # another brief
    MATERIAL = "material"
    NOTHING = "nothing"  # that its reviewer could do


@dataclass(frozen=True, slots=True)
class Source:
    """Text that came with a brief: pasted, attached, or the thread that it came from."""

    name: str
    text: str

    @property
    def unread(self) -> str:
        """The reason why a file could not be read; '' where it could."""
        return self.text.removeprefix(UNREAD).strip("() ") if self.text.startswith(UNREAD) else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in Slack."""

    channel: str
    ts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The brief of a task: what is asked, of whom, and how its reviewer will know that it is done."""

    goal: str
    worker: str
    title: str = ""
    criteria: tuple[str, ...] = ()
    due: datetime | None = None
    stream: str | None = None
    stream_channel: str | None = None
    reviewer: str | None = None
    urgent: bool = False
    to: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    versions: int = 1  # attempts side by side
    routed: str = ""  # why this worker was picked, where nobody named one
    edits: int = 0  # times that its words were changed
    public: bool = False  # its assigner says that its words may leave, in a search for example
    outside: tuple[str, ...] = ()  # channels of `to` that another company shares

    @property
    def has_material(self) -> bool:
        """Whether there is more to work with than a short line: pasted words, a list, a thread, a file, or criteria."""
        more = "\n" in self.goal.strip() or ":" in self.goal or len(self.goal) > LINE
        return more or bool(self.sources or self.criteria)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One criterion of a draft, with the evidence for what was found."""

    criterion: str
    finding: Finding
    evidence: str = ""
    must: bool = True


@dataclass(frozen=True, slots=True)
class File:
    """A file of a draft."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """An agent's request to a person: a question with suggested answers, or leave to use a tool with these arguments.
    `key` is the worker's own; the answer goes back to it under that key."""

    key: str
    kind: Kind
    text: str
    choices: tuple[str, ...] = ()
    tool: str = ""
    args: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an agent on its own list of steps, and the step in hand."""

    done: int
    total: int
    now: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """The tokens and the price of calls of models. `micros` are millionths of a dollar; None for an unknown price."""

    tokens_in: int = 0
    tokens_out: int = 0
    micros: int | None = 0

    def __add__(self, other: "Spent") -> "Spent":
        known = self.micros is not None and other.micros is not None
        return Spent(
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            (self.micros or 0) + (other.micros or 0) if known else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft that an attempt hands in. `summary` is at most a few lines in the worker's words, `body` is Markdown,
    `remarks` are what the critic says beyond the criteria, `base` is the version that it was made from (0: none),
    `missing` says what its worker could not do or find: with a line there the draft is incomplete. `change` is what it
    does to a repository, where it does anything to one."""

    version: int
    title: str
    summary: str
    body: str
    made_by: str
    answer: str = ""
    look_first: str = ""
    checks: tuple[Check, ...] = ()
    files: tuple[File, ...] = ()
    made_at: datetime | None = None
    base: int = 0
    remarks: tuple[str, ...] = ()
    spent: Spent | None = None
    missing: tuple[str, ...] = ()
    change: Change | None = None

    def found(self, *findings: Finding) -> tuple[Check, ...]:
        """Return the checks with one of these findings."""
        return tuple(c for c in self.checks if c.finding in findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wondered:
    """A question that work does not wait for: `assumed` is what it goes on with, `choices` are one-click answers."""

    about: str
    text: str
    choices: tuple[str, ...]
    assumed: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """The suggestion of a model for a brief: criteria that nobody asked for, and questions."""

    criteria: tuple[str, ...] = ()
    questions: tuple[Wondered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as the ledger has it."""

    id: int
    team: str
    number: int
    state: State
    version: int
    brief: Brief
    assigner: str
    reviewer: str
    stream_id: int | None
    source: Place
    bring_when_ready: bool
    created_at: datetime
    draft_version: int = 0
    key: str = ""
    progress: Progress | None = None
    suggested: Suggested | None = None
    shown_in: str = ""  # the channel whose collections bring it; empty where only its people see it

    @property
    def name(self) -> str:
        """The name of the task, such as “T-12”."""
        return f"T-{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision of a person on an item."""

    id: int
    verdict: Verdict
    draft_version: int
    who: str
    at: datetime
    effect_due: datetime
    note: str = ""
    points: tuple[str, ...] = ()
    effected_at: datetime | None = None
    undone_at: datetime | None = None
    result: str = ""
    change: str = ""  # the sum of the patch that it approved


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits for its reviewer. `key` is random: a button carries it, never an id that can be guessed.
    `candidates` are the drafts to choose from, where there are several; `on_card` says that a message of its reviewer's
    own shows it, where that was looked up."""

    id: int
    key: str
    kind: Kind
    task: Task
    reviewer: str
    draft_version: int
    created_at: datetime
    open: bool
    left: int = 0
    problem: str = ""
    draft: Draft | None = None
    decision: Decision | None = None
    ask: Ask | None = None
    candidates: tuple[Draft, ...] = ()
    remedy: Remedy = Remedy.BRIEF
    on_card: bool = False
