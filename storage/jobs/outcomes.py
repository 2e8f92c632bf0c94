"""What became of a run, kept until it is written: the same whoever keeps the jobs."""

from dataclasses import dataclass
from datetime import timedelta

from storage.jobs.port import Job


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of a run that came to its end."""

    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """The outcome of a run that is due again after `wait`. An uncounted try gives its number back, so that waiting
    never exhausts a job; `crashed` counts as a crash instead."""

    job: Job
    wait: timedelta
    why: str = ""
    counted: bool = False
    crashed: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """The outcome of a run whose job was given up."""

    job: Job
    why: str


Outcome = Done | Retry | Dead
