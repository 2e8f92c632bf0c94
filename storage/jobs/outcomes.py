"""What became of a run, kept until it is written: the same whoever keeps the jobs."""

from dataclasses import dataclass
from datetime import timedelta

from storage.jobs.port import Job


@dataclass(frozen=True, slots=True)
class Done:
    """It came to its end."""

    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """It is due again after `wait`; an uncounted try gives its number back, so that waiting never exhausts a job."""

    job: Job
    wait: timedelta
    why: str = ""
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Dead:
    """It was given up."""

    job: Job
    why: str


Outcome = Done | Retry | Dead
