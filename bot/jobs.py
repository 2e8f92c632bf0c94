"""The background work of a process: its handlers, and what else must run beside them."""

import contextlib
from collections.abc import Mapping

from agents.attempts.answering import Answers
from agents.attempts.attempt import Attempts
from bot.inbound.health import Idle
from bot.operations import lag, night
from bot.operations.burials import burials
from bot.operations.crew import Crew
from bot.setup import sharing_abilities
from bot.setup.settings import Role, Settings
from storage.jobs.port import Buried, Handler, Works
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger

SHUTDOWN = 10.0  # seconds that running work has to come to its end: less than `ending.GRACE`


PATIENT = 20  # tries of what was decided or said: it is not given up like an attempt


TRIES = {"people": PATIENT, "slack": PATIENT, "default": PATIENT}


def run_jobs(
    settings: Settings,
    role: Role,
    ledger: Ledger,
    attempts: Attempts,
    handlers: Mapping[str, Handler],
    told: Mapping[str, Buried],
    parts: contextlib.AsyncExitStack,
) -> tuple[Works, Crew]:
    """Start what runs in the background; return what runs the jobs, and all that must go on running.

    Args:
        told: by kind, who hears of a job that was given up.
    """
    front, worker = {"people": 8, "slack": 8, "default": 8}, {"attempts": settings.file.attempts}
    queues = {Role.ALL: front | worker, Role.FRONT: front, Role.WORKER: worker}[role]
    works, crew = opening.works(ledger, queues, TRIES), Crew()
    answers = Answers(ledger, attempts.explainer)
    agents = {"attempt": attempts.buried, "publish": attempts.unpublished, "question": answers.buried}
    own = {"attempt": attempts.run, "forget": attempts.forget, "publish": attempts.publish, "suggest": attempts.suggest}
    own["question"] = answers.run
    crew.start("jobs", works.run(own | dict(handlers), {**burials(ledger), **agents, **told}))
    crew.start("night", night.watch(ledger, settings.file.keep.keep()))
    crew.start("watch", attempts.watch())
    crew.start("lag", lag.watch(settings.secrets.sluice_home))
    if role is Role.WORKER:
        crew.start("tell", sharing_abilities.publish(ledger, attempts))
    if role is Role.FRONT:
        crew.start("follow", sharing_abilities.watch(ledger, settings.file.suggest))

    async def stop() -> None:
        for worker in attempts.workers.values():
            worker.drain()
        await works.stop(SHUTDOWN)
        await crew.stop()

    parts.push_async_callback(stop)
    return works, crew


def idle(works: Works) -> Idle:
    return lambda: works.idle
