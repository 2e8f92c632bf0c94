"""The nouns of the ledger as frozen values. Times are aware UTC, durations are seconds unless a name says minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    APPROVED = "approved"
    REJECTED = "rejected"
    CANCELED = "canceled"
    FAILED = "failed"


class Verdict(StrEnum):
    """What a reviewer decides on one version."""

    APPROVE = "approve"
    REVISE = "revise"
    REJECT = "reject"
    RETRY = "retry"
    CANCEL = "cancel"


class Finding(StrEnum):
    """What the critic says of one criterion."""

    MET = "met"
    NOT_MET = "not met"
    IN_DOUBT = "in doubt"
    NOT_CHECKED = "not checked"


class Kind(StrEnum):
    """What an item asks of its reviewer."""

    DRAFT = "draft"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Source:
    """Text that came with a brief: pasted, attached, or the thread that it was handed off from."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is in Slack."""

    channel: str
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """What is asked, of whom, and how its reviewer will know that it is done."""

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


@dataclass(frozen=True, slots=True)
class Check:
    """One criterion of a draft, with the evidence for what was found."""

    criterion: str
    finding: Finding
    evidence: str = ""
    must: bool = True


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """What an attempt hands in. `summary` is at most a few lines in the worker's words, `body` is Markdown."""

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

    def found(self, *findings: Finding) -> tuple[Check, ...]:
        return tuple(c for c in self.checks if c.finding in findings)


@dataclass(frozen=True, slots=True)
class Task:
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

    @property
    def name(self) -> str:
        return f"T-{self.number}"


@dataclass(frozen=True, slots=True)
class Decision:
    id: int
    verdict: Verdict
    who: str
    at: datetime
    effect_due: datetime
    note: str = ""
    points: tuple[str, ...] = ()
    effected_at: datetime | None = None
    undone_at: datetime | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for its reviewer. `key` is random: a button carries it, never an id that can be guessed."""

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
