"""What is asked: the brief of a task."""

from dataclasses import dataclass, replace
from datetime import datetime

from storage.rules.values.form import Form
from storage.rules.values.source import Source
from storage.rules.values.worker import Worker

LINE = 200  # characters of a goal that brings nothing to work with


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

    @property
    def typed(self) -> tuple[str, ...]:
        """The clauses that no field of a form has and that name nobody, as they are typed."""
        return tuple(clause for clause in (self.form.clause, "flow" if self.flows else "") if clause)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief(Asked):
    """The brief of a task: what is asked, of whom, and how its reviewer will know that it is done."""

    worker: Worker
    sources: tuple[Source, ...] = ()
    routed: str = ""  # why this worker was picked, where nobody named one
    edits: int = 0  # times that its words were changed
    outside: tuple[str, ...] = ()  # channels that get it and that another company shares
    apart: bool = False  # its assigner is not in the channel that its stream is shared with, which does not see it
    runs_shown_in: str | None = None  # of a series: the channel whose collections bring its tasks; None where unsettled
    invited: str = ""  # who never used Sluice and is asked to decide; until they say yes, its assigner does
    left_out: tuple[str, ...] = ()  # of the tasks that it came after: names of those that were not approved
    told: str = ""  # what its card says of the runs before it
    then: tuple["Brief", ...] = ()  # while it is assigned: the steps behind it

    @property
    def has_material(self) -> bool:
        """Whether there is more to work with than a short line: pasted words, a list, a thread, a file, or criteria."""
        more = "\n" in self.goal.strip() or ":" in self.goal or len(self.goal) > LINE
        return more or bool(self.criteria) or any(not source.is_example for source in self.sources)

    def edited(self, before: "Brief") -> "Brief":
        """Return this brief, which a form made of one before: what the form has no field for stays as it was, where
        its words say nothing else."""
        places = self if self.to else before
        form = self.form if self.form is not Form.WORDS else before.form
        kept = replace(self, versions=before.versions, invited=before.invited, edits=before.edits + 1)
        return replace(kept, to=places.to, outside=places.outside, form=form)
