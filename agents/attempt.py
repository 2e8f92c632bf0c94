"""One attempt from claim to shelf: work under a time limit, check, hand in; or ask; or fail with a reason."""

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from agents.contract import Agent, CannotDo, Publish, Waits
from agents.critic import Critic
from agents.models import NoSuchModel
from agents.specs import AgentSpec
from agents.suggester import Suggester
from storage.jobs.port import Job
from storage.ledger import delivering, running, suggesting, working
from storage.ledger.core import Duplicate, Ledger
from storage.ledger.working import Assignment
from storage.rules.refusal import Refused
from storage.rules.task import SENT_BACK, Draft, Finding

log = structlog.get_logger()

LOOK = 0.4  # seconds between two looks whether what runs here was stopped


@dataclass(frozen=True, slots=True)
class Attempts:
    """The handlers of the agents' queue.

    Attributes:
        send_back: whether a draft that fails a criterion goes back to its worker once, before a person sees it.
        bring: brings what was approved where it belongs besides Slack.
        heeding: whether workers hear what people say to them.
        suggester: looks at new briefs.
    """

    ledger: Ledger
    roster: Mapping[str, AgentSpec]
    workers: Mapping[str, Agent]
    critic: Critic
    send_back: bool = True
    bring: Publish | None = None
    heeding: bool = False
    suggester: "Suggester | None" = None
    _taken: dict[tuple[str, int, int], "asyncio.Task[None]"] = field(default_factory=dict)

    async def run(self, job: Job) -> None:
        given = await self.ledger.do(working.begin, job.team, int(job.key))
        if given is None:
            return
        making = asyncio.ensure_future(self._run(job, given))
        taken = (given.team, given.attempt, given.generation)
        self._taken[taken] = making
        try:
            await making
        except asyncio.CancelledError:
            if not making.cancelled() or (asking := asyncio.current_task()) is None or asking.cancelling():
                making.cancel()
                raise
            log.info("attempt.stopped", task=given.task.name)
        finally:
            self._taken.pop(taken, None)

    async def watch(self) -> None:
        """End what was stopped, canceled or taken up elsewhere, within `LOOK`, for as long as this process runs."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await self._look()
            except Exception as error:  # a database that is away for a moment must not end the looking
                log.warning("attempts.unwatched", error=str(error))

    async def _look(self) -> None:
        for team in {team for team, _, _ in self._taken}:
            mine = {(a, g): making for (t, a, g), making in self._taken.items() if t == team}
            live = await self.ledger.see(working.running, team, list(mine))
            for (attempt, _), making in mine.items():
                if attempt not in live:
                    making.cancel()

    async def _run(self, job: Job, given: Assignment) -> None:
        try:
            made = await self._make(given)
        except Waits as waits:
            await self._kept(self.ledger.do(running.ask, given, waits.asks), given)
        except (CannotDo, NoSuchModel) as no:
            await self._fail(job, str(no), given.generation)
        except TimeoutError:
            minutes = self.roster[given.task.brief.worker].minutes
            await self._fail(job, f"It was not done within {minutes:g} minutes.", given.generation)
        else:
            await self._kept(self.ledger.do(working.hand_in, given, made), given)

    async def _make(self, given: Assignment) -> Draft:
        name = given.task.brief.worker
        if name not in self.workers:
            raise CannotDo(f"There is no agent “{name}” here any more.")
        made: Draft | None = None
        findings: tuple[str, ...] = ()
        try:
            async with asyncio.timeout(self.roster[name].minutes * 60):
                worker = self.workers[name]
                made = await self.critic.check(given, await worker.work(given))
                findings = _findings(made) if self.send_back else ()
                mended = await worker.mend(given, made, findings) if findings else None
                return made if mended is None else _sent_back(await self.critic.check(given, mended), findings)
        except (CannotDo, TimeoutError) as no:
            if made is None:
                raise
            return _sent_back(made, findings, f" It could not be mended: {no or 'no time was left'}")

    async def forget(self, job: Job) -> None:
        for worker in self.workers.values():
            await worker.forget(job.team, int(job.key))

    async def suggest(self, job: Job) -> None:
        """Look at a new brief, while that is of any use."""
        task = await self.ledger.see(suggesting.open_task, job.team, int(job.key))
        if task is None or self.suggester is None:
            return
        made = await self.suggester.suggest(Assignment(0, 0, task, 1, None, (), ""))
        if made is not None:
            await self.ledger.do(suggesting.suggest, job.team, task.id, made)

    async def publish(self, job: Job) -> None:
        """Bring an approved draft to its repository; who assigned it hears where it went, or why it did not."""
        approved = await self.ledger.see(delivering.approved, job.team, int(job.key))
        if approved is None or self.bring is None:
            return
        task, made = approved
        try:
            branch = await self.bring(task, made)
            said = f"{task.name} is on the branch `{branch}`." if branch else ""
        except CannotDo as no:
            said = f"{task.name} could not be brought to its repository: {no} Its patch is attached to the delivery."
        if said:
            with contextlib.suppress(Duplicate):  # it was told before a crash
                await self.ledger.do(delivering.published, job.team, int(job.key), task, said)

    async def _kept(self, verb: Coroutine[Any, Any, object], given: Assignment) -> None:
        """Hand over to the ledger whatever is canceled meanwhile; what comes too late is not kept."""
        try:
            await asyncio.shield(verb)
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


def _findings(made: Draft) -> tuple[str, ...]:
    """What a worker is told of its draft: the must-criteria that are not met."""
    unmet = [c for c in made.found(Finding.NOT_MET) if c.must]
    return tuple(f"Not met: {c.criterion}" + (f" ({c.evidence})" if c.evidence else "") for c in unmet)


def _sent_back(made: Draft, findings: tuple[str, ...], more: str = "") -> Draft:
    return replace(made, remarks=(f"{SENT_BACK} once by the checks: {'; '.join(findings)}{more}"[:500], *made.remarks))
