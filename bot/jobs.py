"""The background work of a process: its handlers, and what else must run beside them."""

import contextlib
from collections.abc import Mapping

from agents.attempts.answering import Answers
from agents.attempts.attempt import Attempts
from agents.attempts.checking import Checking
from agents.attempts.rechecking import Rechecking
from bot.inbound.health import Idle
from bot.operations import lag, night
from bot.operations.burials import burials
from bot.operations.services import Services
from bot.setup import sharing_abilities
from bot.setup.settings import Role, Settings
from storage.jobs.port import Buried, Handler, JobRunner
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger
from storage.rules.jobs import JobKind, Queue

SHUTDOWN = 10.0  # seconds that running work has to come to its end: less than `ending.GRACE`
PATIENT = 20  # tries of what was decided or said: it is not given up like an attempt
FRONT = (Queue.PEOPLE, Queue.SLACK, Queue.DEFAULT)  # the queues of a process that speaks with Slack
AT_ONCE = 8  # jobs of each of them, and of what agents are asked beside their work
WORDS = 32  # jobs of what people said: most of their time they wait until Slack has taken the answer


def run_jobs(
    settings: Settings,
    role: Role,
    ledger: Ledger,
    attempts: Attempts,
    handlers: Mapping[JobKind, Handler],
    told: Mapping[JobKind, Buried],
    parts: contextlib.AsyncExitStack,
) -> tuple[JobRunner, Services]:
    """Start all background work; return what runs the jobs, and the services that must go on running.

    Args:
        told: by kind, who hears of a job that was given up.
    """
    front: Mapping[str, int] = {**dict.fromkeys(FRONT, AT_ONCE), Queue.PEOPLE: WORDS}
    places = settings.file.attempts
    worker: Mapping[str, int] = {Queue.ATTEMPTS: places, Queue.LOOKS: min(AT_ONCE, places)}
    queues = {Role.ALL: {**front, **worker}, Role.FRONT: front, Role.WORKER: worker}[role]
    job_runner, services = opening.job_runner(ledger, queues, dict.fromkeys(FRONT, PATIENT)), Services()
    answers = Answers(ledger, attempts.explainer, attempts.under_way)
    done = {str(kind): run for kind, run in {**done_by_agents(attempts, answers), **handlers}.items()}
    hears = {**burials(ledger), **heard_of_agents(attempts, answers), **told}
    services.start("jobs", job_runner.run(done, {str(kind): hear for kind, hear in hears.items()}))
    services.start("night", night.watch(ledger, settings.file.keep.keep(), settings.secrets.sluice_home))
    services.start("watch", attempts.watch())
    services.start("lag", lag.watch(settings.secrets.sluice_home))
    if role is Role.WORKER:
        services.start("tell", sharing_abilities.publish(ledger, attempts))
    if role is Role.FRONT:
        services.start("follow", sharing_abilities.watch(ledger, settings.file.suggest))

    async def stop() -> None:
        for worker in attempts.workers.values():
            worker.drain()
        await job_runner.stop(SHUTDOWN)
        await services.stop()

    parts.push_async_callback(stop)
    return job_runner, services


def done_by_agents(attempts: Attempts, answers: Answers) -> Mapping[JobKind, Handler]:
    """Return the functions that do the jobs of the agents' queues, by the kind of job."""
    return {
        JobKind.ATTEMPT: attempts.run,
        JobKind.FORGET: attempts.forget,
        JobKind.PUBLISH: attempts.publish,
        JobKind.SUGGEST: attempts.suggest,
        JobKind.QUESTION: answers.run,
        JobKind.CHECK: Checking(attempts.ledger, attempts.critic, attempts.under_way).run,
        JobKind.RECHECK: Rechecking(attempts.ledger, attempts.critic, attempts.scripted, attempts.under_way).run,
    }


def heard_of_agents(attempts: Attempts, answers: Answers) -> Mapping[JobKind, Buried]:
    """Return what is called when an agent's job is given up, where that is more than a change of the ledger."""
    return {
        JobKind.ATTEMPT: attempts.buried,
        JobKind.PUBLISH: attempts.unpublished,
        JobKind.QUESTION: answers.buried,
        JobKind.CHECK: Checking(attempts.ledger, attempts.critic).buried,
        JobKind.RECHECK: Rechecking(attempts.ledger, attempts.critic, attempts.scripted).buried,
    }


def idle(job_runner: JobRunner) -> Idle:
    """Return a function that tells for how many seconds the loop of the jobs has not looked for work."""
    return lambda: job_runner.idle
