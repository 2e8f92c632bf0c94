"""What colleagues hand in, looked at by the same checks as an agent's draft."""

from dataclasses import dataclass, field, replace

import structlog

from agents.attempts.under_way import UnderWay
from agents.checks import checks
from agents.review.critic import Critic
from storage.jobs.port import Job
from storage.ledger.colleagues import checking
from storage.ledger.core.ledger import Ledger
from storage.ledger.work.assignment import Assignment
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Checking:
    """The handler of what colleagues hand in, on the agents' queues."""

    ledger: Ledger
    critic: Critic
    under_way: UnderWay = field(default_factory=UnderWay)

    async def run(self, job: Job) -> None:
        """Check what was handed in, and let it go on, or tell its worker what is not met.

        Raises:
            Again: the provider is away, or everything is stopped.
        """
        found = await self.ledger.see(checking.to_check, job.team, job.key)
        if found is None:
            return
        seen = await self.under_way.beside(self.ledger, job.team, lambda: self.look(*found))
        await self.ledger.do(checking.checked, job.team, job.key, seen)

    async def look(self, assignment: Assignment, handed: Draft) -> Draft:
        """Return a draft with its checks; what stands in its files counts as its own words."""
        read = [await self.critic.read(file, assignment.payer.who) for file in handed.files[1:]]
        words = "\n\n".join(text for text in (handed.body, *(each.text for each in read)) if text.strip())
        seen = await self.critic.check(assignment, replace(handed, body=words, files=handed.files[:1]))
        unread = next((each.name for each in read if each.note), "")
        found = tuple(_doubted(check, unread) for check in seen.checks) if unread else seen.checks
        return replace(handed, checks=found, look_first=seen.look_first, remarks=seen.remarks)

    async def buried(self, job: Job, why: str) -> None:
        """Let it go on unchecked, after the last try: a person waits for it."""
        log.warning("submission.unchecked", draft=job.key, why=why)
        found = await self.ledger.see(checking.to_check, job.team, job.key)
        if found is not None:
            given, handed = found
            unchecked = checks.unchecked(handed, given.task.brief.criteria)
            await self.ledger.do(checking.checked, job.team, job.key, unchecked)


def _doubted(check: Check, unread: str) -> Check:
    """Return a check of what was handed in; what may stand in a file that was not read is not missing."""
    if check.finding is not Finding.NOT_MET or not check.must:
        return check
    return replace(check, finding=Finding.IN_DOUBT, evidence=f"{unread} was not read. {check.evidence}".strip())
