"""What a person edited, looked at by the same checks as before."""

import contextlib
from collections.abc import Set
from dataclasses import dataclass

import structlog

from agents.attempts.checking import AWAY, STOPPED, Checking
from agents.checks import checks
from agents.models.away import passing
from agents.review.critic import Critic
from storage.jobs.port import Again, Job
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import editing
from storage.ledger.work import spending
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rechecking:
    """The handler of drafts that their reviewers edited, on the agents' queue.

    Attributes:
        scripted: agents at whose drafts no model looks.
    """

    ledger: Ledger
    critic: Critic
    scripted: Set[str] = frozenset()

    async def run(self, job: Job) -> None:
        """Check what was edited, and let it be approved, or shown with what is not met.

        Raises:
            Again: the provider is away.
        """
        edited = await self.ledger.see(editing.to_check, job.team, job.key)
        if edited is None:
            return
        if await self.ledger.see(spending.stopped_by, job.team):
            raise Again(STOPPED, "everything is stopped")
        try:
            seen = await self._look(*edited)
        except Exception as error:
            if not passing(error):
                raise
            raise Again(AWAY, str(error)) from error
        await self._keep(job, seen)

    async def _look(self, assignment: Assignment, written: Draft) -> Draft:
        worker = assignment.task.brief.worker
        critic = Critic() if worker.name in self.scripted else self.critic
        if worker.is_person:
            return await Checking(self.ledger, critic).look(assignment, written)
        return await critic.check(assignment, written)

    async def buried(self, job: Job, why: str) -> None:
        """Say on its card that the checks came to no end, after the last try: a person waits for it."""
        log.warning("edit.unchecked", draft=job.key, why=why)
        edited = await self.ledger.see(editing.to_check, job.team, job.key)
        if edited is not None:
            assignment, written = edited
            await self._keep(job, checks.unchecked(written, assignment.task.brief.criteria))

    async def _keep(self, job: Job, seen: Draft) -> None:
        with contextlib.suppress(Duplicate):  # it was kept before a crash
            await self.ledger.do(editing.checked, job.team, job.key, seen)
