"""Who hears of background work that was given up: nobody waits for what will never come."""

from collections.abc import Mapping

from storage.jobs.port import Buried, Job
from storage.ledger.core.ledger import Ledger
from storage.ledger.work import giving_up
from storage.rules.jobs import JobKind


def burials(ledger: Ledger) -> Mapping[JobKind, Buried]:
    """Return, by kind, what is called when a job is given up and only the ledger has to change."""
    return {kind: _told(ledger, tell) for kind, tell in giving_up.TOLD.items()}


def _told(ledger: Ledger, tell: giving_up.Told) -> Buried:
    async def hear(job: Job, why: str) -> None:
        await ledger.do(tell, job.team, job.key, why)

    return hear
