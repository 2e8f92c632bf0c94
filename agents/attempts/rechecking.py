"""What a person edited, looked at by the same checks as before."""

import contextlib
from collections.abc import Set
from dataclasses import dataclass, field

import structlog

from agents.attempts.checking import Checking
from agents.attempts.under_way import UnderWay
from agents.checks import checks
from agents.review.critic import Critic
from storage.jobs.port import Job
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import editing
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rechecking:
    """The handler of drafts that their reviewers edited, on the agents' queues.

    Attributes:
        scripted: agents at whose drafts no model looks.
    """

    ledger: Ledger
    critic: Critic
    scripted: Set[str] = frozenset()
    under_way: UnderWay = field(default_factory=UnderWay)

    async def run(self, job: Job) -> None:
        """Check what was edited, and let it be approved, or shown with what is not met.

        Raises:
            Again: the provider is away, or everything is stopped.
        """
        edited = await self.ledger.see(editing.to_check, job.team, job.key)
        if edited is None:
            return
        await self._keep(job, await self.under_way.beside(self.ledger, job.team, lambda: self._look(*edited)))

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
