"""One attempt, until its draft is on the shelf: worked on under a time limit, and checked; or it asks, or fails."""

import asyncio
import contextlib
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import structlog

from agents.attempts.answering import Explainer, Offline
from agents.attempts.crew import Down, Ready, at_once, never_down
from agents.attempts.in_time import in_time
from agents.attempts.under_way import AWAY, NOT_AN_ATTEMPT, STOPPED, Stopped, UnderWay
from agents.models.away import Away, passing
from agents.models.client_errors import first_line
from agents.review.critic import Critic
from agents.review.suggester import Suggests
from agents.roster.agent_spec import AgentSpec
from agents.roster.contract import Agent, Publish
from agents.roster.ends import Broken, CannotDo, Waits
from agents.roster.quiet import Quiet
from storage.jobs.port import Again, Crashed, Job
from storage.ledger.core.ledger import Duplicate, Ledger
from storage.ledger.decisions import approvals
from storage.ledger.decisions.approvals import Approved
from storage.ledger.messages import posting
from storage.ledger.rows import finding_tasks
from storage.ledger.tasks import suggesting
from storage.ledger.work import failing, hearing, questions, reporting, stepping, still_running, taking_up, working
from storage.ledger.work.assignment import Assignment
from storage.ledger.work.stopped import stopped_by
from storage.rules.lifecycle import CLOSED
from storage.rules.refusal import Refused
from storage.rules.values.check import Finding
from storage.rules.values.draft import SENT_BACK, Draft
from storage.rules.values.item import Remedy
from storage.rules.values.task import Task
from storage.rules.words import many, one_line

log = structlog.get_logger()

TOO_LATE = "Said too late for this version: “{}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempts:
    """The handlers of the agents' queues.

    Attributes:
        send_back: whether a draft that fails a criterion goes back to its worker once, before a person sees it.
        bring: brings what was approved where it belongs besides Slack.
        heeding: whether workers hear what people say to them.
        suggester: looks at new briefs.
        explainer: answers questions about a draft.
        lacking: why an agent cannot work here, by its name.
        scripted: agents whose drafts are written beforehand: no model looks at them.
        quiet: tells whether people are being served: nothing new begins meanwhile.
        ready: returns when the agents can be asked: until then no time of an attempt runs.
        down: tells for how many seconds the agents' process has not stayed up; 0 while it does.
    """

    ledger: Ledger
    roster: Mapping[str, AgentSpec]
    workers: Mapping[str, Agent]
    critic: Critic
    send_back: bool = True
    bring: Publish | None = None
    heeding: bool = False
    suggester: Suggests | None = None
    explainer: Explainer = field(default_factory=Offline)
    lacking: Mapping[str, str] = field(default_factory=dict)
    scripted: frozenset[str] = frozenset()
    quiet: Quiet = field(default_factory=Quiet)
    ready: Ready = at_once
    down: Down = never_down
    under_way: UnderWay = field(default_factory=UnderWay)

    async def run(self, job: Job) -> None:
        """Start the attempt that a job names and run it to its end; do nothing when it cannot begin any more."""
        await self.quiet.wait()
        await self.ready()
        assignment = await self.ledger.do(taking_up.begin, job.team, int(job.key))
        if assignment is None:
            return
        if assignment.task.progress is not None and assignment.task.progress.waits:
            await self.ledger.do(reporting.wait_no_more, assignment)
        run = assignment.team, assignment.attempt, assignment.generation
        try:
            await self.under_way.until_stopped(self._run(job, assignment), run)
        except Stopped:
            log.info("attempt.stopped", task=assignment.task.name)

    async def watch(self) -> None:
        """Cancel what was stopped, until this process ends."""
        await self.under_way.watch(self.ledger)

    async def _run(self, job: Job, assignment: Assignment) -> None:
        try:
            draft = await self._make(assignment)
        except Waits as waits:
            await self._kept(self.ledger.do(questions.ask, assignment, waits.asks), assignment)
        except CannotDo as no:
            await self._fail(job, str(no), assignment.generation, no.about if isinstance(no, Broken) else "", no.remedy)
        except Exception as error:
            if not passing(error):
                raise
            await self._tell_away(assignment.team, error)
            await self.ledger.do(reporting.wait_for_model, assignment)
            raise Again(AWAY, str(error)) from error
        else:
            await self._kept(self.ledger.do(working.hand_in, assignment, draft), assignment)

    async def _tell_away(self, team: str, error: Exception) -> None:
        """Tell administrators, once a day, which provider is away."""
        why = str(error) if isinstance(error, Away) else f"A provider of models can't be used: {first_line(error)}."
        about = error.about if isinstance(error, Away) else "provider"  # its words may differ each time
        await self.ledger.do(
            posting.tell_admins, team, f"{why} What needs it waits and is tried again."[:400], f"away: {about}"
        )

    async def _make(self, assignment: Assignment) -> Draft:
        name = assignment.task.brief.worker.name
        if name not in self.workers:
            raise CannotDo(f"There is no agent “{name}” here any more. Edit it, and choose another.")
        if why := self.lacking.get(name):
            raise CannotDo(why)
        worker, minutes = self.workers[name], self.roster[name].minutes
        until = asyncio.get_running_loop().time() + minutes * 60
        async with in_time(until, f"It was not done within {minutes:g} {'minute' if minutes == 1 else 'minutes'}."):
            draft = await worker.work(assignment)
        if self.suggester is not None:  # what it suggested may have been taken into the brief meanwhile
            assignment = await self.ledger.see(still_running.current, assignment)
        critic = Critic() if name in self.scripted else self.critic
        try:
            async with in_time(until, "No time was left to check it."):
                draft = await critic.check(assignment, draft)
        except CannotDo as no:
            return critic.unchecked(assignment, draft, str(no))
        findings = _findings(draft) if self.send_back else ()
        made = await self._mended(worker, assignment, draft, findings, until) if findings else draft
        said = await self.ledger.see(hearing.heard, assignment.team, assignment.task.id)
        late = await worker.unheard(assignment) if said else ()  # mostly nothing was: a call is spared
        return replace(made, remarks=(*made.remarks, *(TOO_LATE.format(one_line(text)[:160]) for text in late)))

    async def _mended(
        self, worker: Agent, assignment: Assignment, draft: Draft, findings: tuple[str, ...], until: float
    ) -> Draft:
        """Return the draft once more, or, whatever becomes of that, as it is: it is not lost by it."""
        try:
            async with asyncio.timeout_at(until):
                mended = await worker.mend(assignment, draft, findings)
                return draft if mended is None else _sent_back(await self.critic.check(assignment, mended), findings)
        except (Waits, Again, Crashed):
            raise
        except Exception as no:
            if isinstance(no, Broken):
                await self.ledger.do(posting.tell_admins, assignment.team, f"An agent can't work: {no}", no.about)
            if not isinstance(no, CannotDo | TimeoutError):
                log.warning("attempt.unmended", task=assignment.task.name, error=str(no), exc_info=no)
            why = "no time was left" if isinstance(no, TimeoutError) else str(no) or type(no).__name__
            return _sent_back(draft, findings, f" It could not be mended: {why}")

    async def forget(self, job: Job) -> None:
        """Let the agents forget what they kept of a closed task; a task that was reopened still needs it."""
        task = await self.ledger.see(finding_tasks.find_task, job.team, id=int(job.key))
        if task is not None and task.state not in CLOSED:
            return
        await self.ledger.do(stepping.forget, job.team, int(job.key))
        for worker in self.workers.values():
            await worker.forget(job.team, int(job.key))

    async def suggest(self, job: Job) -> None:
        """Let the suggester look at a new brief, while its suggestions are still of use."""
        await self.quiet.wait()
        task = await self.ledger.see(suggesting.open_task, job.team, int(job.key))
        if task is None or self.suggester is None:
            return
        with contextlib.suppress(Stopped):
            await self.under_way.until_stopped(self._suggest(self.suggester, task), (job.team, NOT_AN_ATTEMPT, 0))

    async def _suggest(self, suggester: Suggests, task: Task) -> None:
        suggested = await suggester.suggest(Assignment.beside(task, 1))
        if suggested is not None:
            await self.ledger.do_soon(suggesting.suggest, task.team, task.id, suggested)

    async def publish(self, job: Job) -> None:
        """Bring an approved draft to its repository, and tell its assigner where it went or why it did not go.

        Raises:
            Again: everything is stopped.
        """
        approved = await self.ledger.see(approvals.approved, job.team, int(job.key))
        if approved is None or not approved.sha256 or self.bring is None:
            return
        try:
            if await self.ledger.see(stopped_by, job.team):
                raise Stopped
            publishing = self._publish(self.bring, job, approved)
            await self.under_way.until_stopped(publishing, (job.team, NOT_AN_ATTEMPT, 0))
        except Stopped:
            raise Again(STOPPED, "everything is stopped") from None

    async def _publish(self, bring: Publish, job: Job, approved: Approved) -> None:
        task = approved.task
        try:
            branch = await bring(approved)
        except CannotDo as no:
            if isinstance(no, Broken):
                await self.ledger.do(posting.tell_admins, job.team, f"A delivery can't be made: {no}", no.about)
            await self._unpublished(job, task, str(no))
        else:
            if branch:
                await self._published(job, task, f"{task.name} is on the branch {branch}.")

    async def unpublished(self, job: Job, why: str) -> None:
        """Tell the assigner, after the last try, that the draft did not reach its repository."""
        approved = await self.ledger.see(approvals.approved, job.team, int(job.key))
        if approved is not None:
            await self._unpublished(job, approved.task, f"It failed {many(job.tries, 'time')}: {why}"[:300])

    async def _unpublished(self, job: Job, task: Task, why: str) -> None:
        text = f"{task.name} could not be brought to its repository: {why.rstrip('. ')}."
        await self._published(job, task, f"{text} Its patch is attached to the delivery.")

    async def _published(self, job: Job, task: Task, text: str) -> None:
        with contextlib.suppress(Duplicate):  # it was told before a crash
            await self.ledger.do(approvals.published, job.team, int(job.key), task, text)

    async def _kept(self, verb: Coroutine[Any, Any, object], assignment: Assignment) -> None:
        """Hand over to the ledger whatever is canceled meanwhile; what comes too late is not kept."""
        keeping = asyncio.create_task(verb)
        try:
            await asyncio.shield(keeping)
        except asyncio.CancelledError:
            keeping.add_done_callback(partial(_ended_alone, assignment.task.name))
            raise
        except Refused as no:
            log.info("attempt.late", task=assignment.task.name, why=str(no))

    async def _fail(
        self, job: Job, why: str, generation: int | None = None, broken: str = "", remedy: Remedy = Remedy.BRIEF
    ) -> None:
        try:
            await self.ledger.do(
                failing.fail, job.team, int(job.key), why, generation=generation, broken=broken, remedy=remedy
            )
        except Refused as no:
            log.info("attempt.late", attempt=job.key, why=str(no))

    async def buried(self, job: Job, why: str) -> None:
        """Tell the reviewer and the administrators, after the last try, of a failure that nobody foresaw."""
        text, about = f"It failed {many(job.tries, 'time')}: {why}"[:300], f"not foreseen: {why[:60]}"
        await self._fail(job, text, broken=about, remedy=Remedy.NOTHING)


def _ended_alone(name: str, keeping: "asyncio.Task[object]") -> None:
    """Note how a hand-over ended for which nobody waited any more: its attempt was canceled."""
    error = None if keeping.cancelled() else keeping.exception()
    if isinstance(error, Refused):
        log.info("attempt.late", task=name, why=str(error))
    elif error is not None:
        log.warning("attempt.unkept", task=name, exc_info=error)


def _findings(draft: Draft) -> tuple[str, ...]:
    """What a worker is told of its draft: the must-criteria that are not met."""
    unmet = [c for c in draft.found(Finding.NOT_MET) if c.must]
    return tuple(f"Not met: {c.criterion}" + (f" ({c.evidence})" if c.evidence else "") for c in unmet)


def _sent_back(draft: Draft, findings: tuple[str, ...], more: str = "") -> Draft:
    text = f"{SENT_BACK} once by the checks: {'; '.join(findings)[:300]}{more[:200]}"
    return replace(draft, remarks=(text, *draft.remarks))
