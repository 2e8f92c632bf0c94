"""What an attempt hands in: text, files, and what was found about it."""

from dataclasses import dataclass, field
from datetime import datetime

from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.spent import Spent

UNSOURCED = "No source"  # remarks of the critic begin so, or in one of the next three ways
AGAINST = "Contradicts"
SENT_BACK = "Sent back"
THEY_ASK = "They ask"
FROM_OUTSIDE = "It read what others wrote"  # a page or an answer of a tool, which may have told it what to write
COMPARE = "Compare"  # begins what a draft that rules arranged has to be compared with


@dataclass(frozen=True, slots=True)
class File:
    """A file of a draft."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The draft that an attempt hands in. `summary` is at most a few lines in the worker's words, `body` is Markdown,
    `remarks` are what the critic says beyond the criteria, `base` is the version that it was made from (0: none),
    `missing` says what its worker could not do or find: with a line there the draft is incomplete. `change` is what it
    does to a repository, where it does anything to one, and `handed_by` the colleague who handed it in."""

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
    edited_by: str = ""  # the person who wrote this version over
    handed_by: str = ""

    def found(self, *findings: Finding) -> tuple[Check, ...]:
        """Return the checks with one of these findings."""
        return tuple(c for c in self.checks if c.finding in findings)

    def unsettled(self, *findings: Finding) -> tuple[Check, ...]:
        """Return the checks with one of these findings, without those of which its reviewer said that it is wrong."""
        return tuple(c for c in self.found(*findings) if not c.wrong)
