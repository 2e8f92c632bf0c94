"""A job that was given up is followed by another, promised in the same transaction: somebody hears of it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from storage.jobs.port import Buried, Handler, Job, Promise

PREFIX = "buried:"
LONGEST = 300  # characters of a reason


def is_burial(job: Job) -> bool:
    """Tell whether a job reports another job that was given up."""
    return job.kind.startswith(PREFIX)


def burial(job: Job, why: str, due: datetime) -> Promise:
    """Return the promise of a job that reports a job that was given up, and why."""
    key = json.dumps([job.key, job.tries, why[:LONGEST]])
    return Promise(team=job.team, kind=f"{PREFIX}{job.kind}", key=key, due=due, queue=job.queue)


def with_burials(handlers: Mapping[str, Handler], buried: Mapping[str, Buried]) -> dict[str, Handler]:
    """Return the handlers of all kinds, with those that report jobs that were given up."""
    return {**handlers, **{f"{PREFIX}{kind}": _teller(hears) for kind, hears in buried.items()}}


def _teller(hears: Buried) -> Handler:
    async def tell(job: Job) -> None:
        key, tries, why = json.loads(job.key)
        await hears(replace(job, kind=job.kind.removeprefix(PREFIX), key=key, tries=tries), why)

    return tell
