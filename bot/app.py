"""The composition root: the only place that knows every part."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from agents import models
from agents.attempt import Attempts
from agents.contract import Agent
from agents.critic import Critic
from agents.offline.worker import OfflineWorker
from agents.quiet import Quiet
from agents.roster import AgentSpec, roster
from bot.alarm import Alarm
from bot.background import Background
from bot.catch_all import CatchAll
from bot.desk import Desk
from bot.identity import Identity, bolt, identify
from bot.posting import Pacer, Posting
from bot.rendering import Rendering
from bot.settings import BadSettings, Settings
from bot.slack import Gateway
from bot.surfaces.assign import Assigning
from bot.surfaces.collect import Collecting
from bot.surfaces.decide import Deciding
from bot.surfaces.form import Forms
from bot.surfaces.material import Material
from bot.surfaces.people import People
from bot.surfaces.portfolio import Portfolio
from bot.surfaces.review import Reviewing
from bot.surfaces.talk import Talking
from bot.transport import Http, Socket
from bot.views import ids
from storage import engine
from storage.jobs.embedded import EmbeddedJobs, lock_file
from storage.jobs.port import Handler, Job
from storage.jobs.runner import Runner
from storage.ledger import collecting, effects, people, receiving
from storage.ledger.core import Ledger, utc_now

log = structlog.get_logger()

PATIENT = 20  # tries of what was decided or said: it is not given up like an attempt
SHUTDOWN = 20.0  # seconds that running work has to come to its end


@dataclass(slots=True)
class Sluice:
    """A running Sluice; `stop` ends it in order."""

    ledger: Ledger
    identity: Identity
    port: int
    _parts: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def stop(self) -> None:
        await self._parts.aclose()


async def start(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = utc_now,
    wall: Callable[[], datetime] | None = None,
    pace: float = 1.0,
    pacer: Pacer | None = None,
    workers: Mapping[str, Agent] | None = None,
    critic: Critic | None = None,
    quiet: Quiet | None = None,
) -> Sluice:
    """Put the parts together and start them, from the ledger up to the door.

    Args:
        wall: the clock that collections go by, where it is not `clock`; `pace` says how much faster it runs.
        workers: agents by name instead of those that the settings name, who heed `quiet`.

    Raises:
        BadSettings: Slack does not accept the token, or the model can't be used.
        Occupied: another process works on the same ledger.
    """
    parts = contextlib.AsyncExitStack()
    async with parts:
        ledger, jobs = _ledger(settings, parts, clock, wall)
        slack = await _gateway(settings, parts)
        who = await identify(slack)
        await ledger.do(people.ensure_workspace, who.team, who.team_name)
        agents, quiet = roster(settings.file.agents), quiet or Quiet()
        staff, judge = (
            await _staff(settings, agents, parts, quiet) if workers is None else (workers, critic or Critic())
        )
        posting = Posting(
            ledger,
            slack,
            pacer or Pacer(settings.file.post_seconds),
            Rendering(ledger, frozenset(settings.file.link_hosts)).surfaces(),
        )
        background = Background()
        desk = Desk(
            ledger,
            slack,
            posting,
            background,
            who.team,
            who.bot_user,
            {name: spec.description for name, spec in agents.items() if name in staff},
            frozenset(settings.file.link_hosts),
            settings.file.command_prefix,
        )
        alarm = Alarm(ledger, clock, pace)
        app = bolt(settings, who)
        heard = _surfaces(desk, alarm, app)
        attempts = Attempts(ledger, agents, staff, judge)
        parts.push_async_callback(background.finish)
        _run_jobs(settings, ledger, jobs, clock, _handlers(ledger, posting, attempts, heard), attempts, posting, parts)
        await alarm.start()
        parts.callback(alarm.stop)
        door = _door(settings, app, quiet, who)
        port = await door.start()
        parts.push_async_callback(door.stop)
        return Sluice(ledger, who, port, parts.pop_all())
    raise AssertionError("unreachable")


async def _gateway(settings: Settings, parts: contextlib.AsyncExitStack) -> Gateway:
    session = await parts.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)))
    token = settings.secrets.slack_bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.api, session=session, timeout=15, retry_handlers=[])
    return Gateway(client, session, settings.slack_hosts)


def _ledger(
    settings: Settings,
    parts: contextlib.AsyncExitStack,
    clock: Callable[[], datetime],
    wall: Callable[[], datetime] | None,
) -> tuple[Ledger, EmbeddedJobs]:
    url = settings.secrets.sluice_database_url.get_secret_value()
    if url and not url.startswith("sqlite"):
        raise BadSettings("SLUICE_DATABASE_URL: this version keeps its ledger in SQLite; leave it out.")
    home = settings.secrets.sluice_home
    home.mkdir(parents=True, exist_ok=True)
    held: IO[str] = lock_file(home / "ledger.lock")
    parts.callback(held.close)
    url = url or engine.sqlite_url(home)
    writer, jobs = engine.writer(url), EmbeddedJobs()
    engine.migrate(writer)
    ledger = Ledger(writer, engine.reader(url), jobs, settings.terms(), clock, wall, engine.bookkeeper(url))
    parts.callback(ledger.close)
    return ledger, jobs


async def _staff(
    settings: Settings, agents: Mapping[str, AgentSpec], parts: contextlib.AsyncExitStack, quiet: Quiet
) -> tuple[Mapping[str, Agent], Critic]:
    """The workers, each with its model; without any model, the offline worker for all."""
    choice = await models.choose(settings.secrets.sluice_model, settings.keys)
    log.info("model", name=choice.name or "none: offline worker", why=choice.why)
    named = {name: spec.model or choice.name for name, spec in agents.items()}
    if not any(named.values()):
        offline = OfflineWorker()
        return dict.fromkeys(agents, offline), Critic()
    from agents import staff

    try:
        return await staff.workers(agents, named, settings.secrets.sluice_home, parts, quiet)
    except models.NoSuchModel as no:
        raise BadSettings(str(no)) from None


def _surfaces(desk: Desk, alarm: Alarm, app: AsyncApp) -> People:
    """Every surface registered, the one that catches the rest last; the one that hears is handed back."""
    assigning, material = Assigning(desk), Material(desk.slack, desk.bot_user)
    forms, talking = Forms(desk, assigning, material), Talking(desk, assigning, material)
    deciding, collecting = Deciding(desk), Collecting(desk, alarm)
    heard = People(
        desk,
        {
            "mention": talking.mention,
            "direct": talking.direct,
            "reply": deciding.reply,
            ids.ASSIGN_VIEW: forms.finish,
            ids.HANDOFF_VIEW: forms.finish,
            ids.EDIT_VIEW: forms.finish,
        },
    )
    for surface in (
        assigning,
        forms,
        talking,
        deciding,
        Reviewing(desk),
        collecting,
        Portfolio(desk, collecting),
        heard,
        CatchAll(desk),
    ):
        surface.register(app)
    return heard


def _handlers(ledger: Ledger, posting: Posting, attempts: Attempts, heard: People) -> Mapping[str, Handler]:
    async def effect(job: Job) -> None:
        who = await ledger.see(effects.decider, job.team, int(job.key))
        if who is not None:
            await heard.still_member(who)
            await ledger.do(effects.effect, job.team, int(job.key))

    async def settle(job: Job) -> None:
        await ledger.do(collecting.settle, job.team, int(job.key))

    return {
        "attempt": attempts.run,
        "post": posting.send,
        "redraw": posting.redraw,
        "effect": effect,
        "settle": settle,
        "profile": heard.profile,
        "inbox": heard.inbox,
    }


def _run_jobs(
    settings: Settings,
    ledger: Ledger,
    jobs: EmbeddedJobs,
    clock: Callable[[], datetime],
    handlers: Mapping[str, Handler],
    attempts: Attempts,
    posting: Posting,
    parts: contextlib.AsyncExitStack,
) -> None:
    queues = {"attempts": settings.file.attempts, "slack": 8, "default": 8}
    runner = Runner(jobs, ledger.transact, clock, queues, {"slack": PATIENT, "default": PATIENT})

    async def buried(job: Job, why: str) -> None:
        if job.kind == "attempt":
            await attempts.buried(job, why)
        elif job.kind == "post":
            await posting.buried(job, why)

    async def sweep() -> None:
        while True:
            await ledger.do(receiving.sweep)
            await asyncio.sleep(6 * 3600)

    running = asyncio.create_task(runner.run(handlers, buried), name="jobs")
    sweeping = asyncio.create_task(sweep(), name="sweep")

    async def stop() -> None:
        sweeping.cancel()
        for worker in attempts.workers.values():
            drain = getattr(worker, "drain", None)
            if drain is not None:
                drain()
        await runner.stop(SHUTDOWN)
        await running
        await asyncio.gather(sweeping, return_exceptions=True)

    parts.push_async_callback(stop)


def _door(settings: Settings, app: AsyncApp, quiet: Quiet, who: Identity) -> Http | Socket:
    if settings.socket_mode:
        return Socket(app, quiet.serving, settings.secrets.slack_app_token.get_secret_value(), settings.api, who.team)
    return Http(
        app,
        quiet.serving,
        settings.secrets.slack_signing_secret.get_secret_value(),
        who.team,
        settings.secrets.sluice_host,
        settings.secrets.sluice_port,
    )
