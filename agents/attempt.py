"""One attempt from claim to shelf: work under a time limit, check, hand in; or fail with a reason in plain words."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from agents.contract import Agent, CannotDo
from agents.critic import Critic
from agents.models import NoSuchModel
from agents.roster import AgentSpec
from storage.jobs.port import Job
from storage.ledger import working
from storage.ledger.core import Ledger
from storage.ledger.working import Assignment
from storage.rules.refusal import Refused
from storage.rules.task import Draft

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Attempts:
    """The handler of the agents' queue."""

    ledger: Ledger
    roster: Mapping[str, AgentSpec]
    workers: Mapping[str, Agent]
    critic: Critic

    async def run(self, job: Job) -> None:
        given = await self.ledger.do(working.begin, job.team, int(job.key))
        if given is None:
            return
        try:
            made = await self._make(given)
        except (CannotDo, NoSuchModel) as no:
            await self._fail(job, str(no), given.generation)
        except TimeoutError:
            minutes = self.roster[given.task.brief.worker].minutes
            await self._fail(job, f"It was not done within {minutes:g} minutes.", given.generation)
        else:
            await self._hand_in(given, made)

    async def _make(self, given: Assignment) -> Draft:
        name = given.task.brief.worker
        if name not in self.workers:
            raise CannotDo(f"There is no agent “{name}” here any more.")
        async with asyncio.timeout(self.roster[name].minutes * 60):
            made = await self.workers[name].work(given)
            return await self.critic.check(given.task.brief, made)

    async def _hand_in(self, given: Assignment, made: Draft) -> None:
        try:
            await asyncio.shield(self.ledger.do(working.hand_in, given, made))
        except Refused as no:
            log.info("attempt.late", task=given.task.name, why=str(no))

    async def _fail(self, job: Job, why: str, generation: int | None = None) -> None:
        try:
            await self.ledger.do(working.fail, job.team, int(job.key), why, generation)
        except Refused as no:
            log.info("attempt.late", attempt=job.key, why=str(no))

    async def buried(self, job: Job, why: str) -> None:
        """After the last try: the reviewer is told."""
        await self._fail(job, f"It failed {job.tries} times: {why}"[:300])
