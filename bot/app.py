"""The composition root: the only place that knows every part."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from agents.attempt import Attempts
from agents.contract import Agent
from agents.critic import Critic
from agents.quiet import Quiet
from agents.reading import read
from agents.roster import roster
from bot import lag, manifest
from bot.alarm import Alarm
from bot.background import Background
from bot.catch_all import CatchAll
from bot.database import opened
from bot.desk import Desk
from bot.dispatch import Dispatch
from bot.identity import Identity, bolt, identify
from bot.newer import Newer
from bot.posting import Pacer, Posting
from bot.rendering import Rendering
from bot.sessions import Sessions
from bot.settings import BadSettings, Role, Settings
from bot.slack import Gateway
from bot.slack_files import SlackFiles
from bot.surfaces.ask import Asking
from bot.surfaces.assign import Assigning
from bot.surfaces.collect import Collecting
from bot.surfaces.decide import Deciding
from bot.surfaces.deliver import Delivering
from bot.surfaces.form import Forms
from bot.surfaces.installation import Installed
from bot.surfaces.material import Material
from bot.surfaces.people import People
from bot.surfaces.portfolio import Portfolio
from bot.surfaces.reply import Replying
from bot.surfaces.review import Reviewing
from bot.surfaces.session import Sessioned
from bot.surfaces.talk import Talking
from bot.transport import Http, Socket
from bot.views import ids
from bot.visitors import Visitors
from bot.workforce import Load, workforce
from storage import engine
from storage.jobs.port import Buried, Handler, Job
from storage.ledger import collecting, effects, opening, people, receiving, spending
from storage.ledger.core import Ledger, utc_now

log = structlog.get_logger()

SHUTDOWN = 20.0  # seconds that running work has to come to its end


PATIENT = 20  # tries of what was decided or said: it is not given up like an attempt
TRIES = {"slack": PATIENT, "default": PATIENT}


async def _silent() -> None:
    """A process that only works rings for nobody."""


@dataclass(slots=True)
class Sluice:
    """A running process of Sluice; `stop` ends it in order.

    Attributes:
        identity: who it is in Slack; None for a process that only works.
    """

    ledger: Ledger
    identity: Identity | None
    port: int
    ring: Callable[[], Awaitable[None]] = _silent  # look now whether a collection is due
    _parts: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def team(self) -> str:
        assert self.identity is not None
        return self.identity.team

    async def stop(self) -> None:
        await self._parts.aclose()


@dataclass(frozen=True, slots=True)
class Given:
    """What a demonstration, a test or a benchmark puts in the place of the usual.

    Attributes:
        wall: the clock that collections go by, where it is not `clock`; `pace` says how much faster it runs.
        workers: agents by name instead of those that the settings name, who heed `quiet`.
        load: makes the models of those that the settings name.
    """

    clock: Callable[[], datetime] = utc_now
    wall: Callable[[], datetime] | None = None
    pace: float = 1.0
    pacer: Pacer | None = None
    workers: Mapping[str, Agent] | None = None
    critic: Critic | None = None
    load: Load | None = None
    quiet: Quiet = field(default_factory=Quiet)


async def start(settings: Settings, role: Role = Role.ALL, given: Given | None = None) -> Sluice:
    """Put the parts of a role together and start them, from the ledger up to the door.

    Raises:
        BadSettings: Slack does not accept the token, or the model or the database can't be used.
        Occupied: another process works on the same ledger.
    """
    given = given or Given()
    parts = contextlib.AsyncExitStack()
    async with parts:
        ledger = opened(settings, parts, given.clock, given.wall)
        if role is not Role.ALL and engine.is_sqlite(ledger.url):
            raise BadSettings("--role: several processes need PostgreSQL: set SLUICE_DATABASE_URL.")
        if given.workers is not None:
            agents, critic = roster(settings.file.agents), given.critic or Critic()
            attempts = Attempts(ledger, agents, given.workers, critic, settings.file.send_back, heeding=True)
        else:
            attempts = await workforce(settings, ledger, role, given.quiet, parts, given.load)
        suggests = given.workers is None and attempts.heeding and settings.file.suggest
        ledger.terms = replace(ledger.terms, heeds=attempts.heeding, suggests=suggests)
        if role is Role.WORKER:
            _run_jobs(settings, role, ledger, attempts, {}, {}, parts)
            return Sluice(ledger, None, 0, _parts=parts.pop_all())
        who, port, ring = await _front(settings, role, ledger, given, attempts, parts)
        return Sluice(ledger, who, port, ring, parts.pop_all())
    raise AssertionError("unreachable")


async def _front(
    settings: Settings, role: Role, ledger: Ledger, given: Given, attempts: Attempts, parts: contextlib.AsyncExitStack
) -> tuple[Identity, int, Callable[[], Awaitable[None]]]:
    """All that speaks with Slack."""
    slack = await _gateway(settings, parts)
    who = await identify(slack)
    await ledger.do(people.ensure_workspace, who.team, who.team_name)
    await ledger.do(spending.installed_again, who.team)
    hosts = frozenset(settings.file.link_hosts)
    pacer = given.pacer or Pacer(settings.file.post_seconds)
    files, sessions = SlackFiles(slack), Sessions(ledger, slack)
    rendering = Rendering(ledger, hosts, Newer(slack))
    posting = Posting(ledger, slack, files, pacer, rendering.surfaces(), sessions.told)
    background = Background()
    parts.push_async_callback(background.finish)
    agents = {name: spec.description for name, spec in attempts.roster.items() if name in attempts.workers}
    missing = tuple(manifest.missing_scopes(who.scopes)) if who.scopes else ()
    for sentence in missing:
        log.warning("scope.missing", note=sentence)
    own = hosts, settings.file.command_prefix, missing
    desk = Desk(ledger, slack, posting, background, who.team, who.bot_user, agents, *own)
    alarm, app = Alarm(ledger, given.clock, given.pace), bolt(settings, who)
    handlers = _handlers(ledger, posting, _surfaces(desk, files, sessions, alarm, app))
    _run_jobs(settings, role, ledger, attempts, handlers, {"post": posting.buried}, parts)
    await alarm.start()
    parts.callback(alarm.stop)
    door = _door(settings, app, Dispatch(app, who.installation, Visitors(desk).screen), given.quiet)
    parts.push_async_callback(door.stop)
    port = await door.start()
    return who, port, alarm.ring


async def _gateway(settings: Settings, parts: contextlib.AsyncExitStack) -> Gateway:
    session = await parts.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)))
    token = settings.secrets.slack_bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.api, session=session, timeout=15, retry_handlers=[])
    return Gateway(client, session, settings.slack_hosts)


def _surfaces(desk: Desk, files: SlackFiles, sessions: Sessions, alarm: Alarm, app: AsyncApp) -> People:
    """Register every surface, the one that catches the rest last; return the one that hears."""
    assigning, material = Assigning(desk), Material(desk, files, read)
    deciding, collecting = Deciding(desk), Collecting(desk, alarm)
    replying = Replying(desk)
    forms, talking = Forms(desk, assigning, material), Talking(desk, assigning, replying, material)
    asking = Asking(desk, deciding, assigning)
    heard = People(
        desk,
        {
            "mention": talking.mention,
            "direct": talking.direct,
            "reply": replying.reply,
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
        asking,
        Reviewing(desk, files),
        Delivering(desk),
        Installed(desk),
        Sessioned(desk, sessions),
        collecting,
        Portfolio(desk, collecting),
        heard,
        CatchAll(desk),
    ):
        surface.register(app)
    return heard


def _handlers(ledger: Ledger, posting: Posting, heard: People) -> Mapping[str, Handler]:
    async def effect(job: Job) -> None:
        who = await ledger.see(effects.decider, job.team, int(job.key))
        if who is not None:
            await heard.still_member(who, int(job.key))
            await ledger.do(effects.effect, job.team, int(job.key))

    async def settle(job: Job) -> None:
        await ledger.do(collecting.settle, job.team, int(job.key))

    return {
        "post": posting.send,
        "redraw": posting.redraw,
        "effect": effect,
        "settle": settle,
        "profile": heard.profile,
        "inbox": heard.inbox,
    }


def _run_jobs(
    settings: Settings,
    role: Role,
    ledger: Ledger,
    attempts: Attempts,
    handlers: Mapping[str, Handler],
    told: Mapping[str, Buried],
    parts: contextlib.AsyncExitStack,
) -> None:
    """
    Args:
        told: by kind, who hears of a job that was given up.
    """
    front, worker = {"slack": 8, "default": 8}, {"attempts": settings.file.attempts}
    queues = {Role.ALL: front | worker, Role.FRONT: front, Role.WORKER: worker}[role]
    works = opening.works(ledger, queues, TRIES)
    told = {"attempt": attempts.buried, "publish": attempts.unpublished, **told}

    async def buried(job: Job, why: str) -> None:
        if job.kind in told:
            await told[job.kind](job, why)

    async def sweep() -> None:
        while True:
            try:
                await ledger.do(receiving.sweep)
            except Exception as error:  # the next one sweeps it
                log.warning("sweep.failed", error=str(error))
            await asyncio.sleep(6 * 3600)

    own = {"attempt": attempts.run, "forget": attempts.forget, "publish": attempts.publish, "suggest": attempts.suggest}
    running = asyncio.create_task(works.run(own | dict(handlers), buried), name="jobs")
    beside = {"sweep": sweep(), "watch": attempts.watch(), "lag": lag.watch(settings.secrets.sluice_home)}
    aside = [asyncio.create_task(work, name=name) for name, work in beside.items()]

    async def stop() -> None:
        for task in aside:
            task.cancel()
        for worker in attempts.workers.values():
            worker.drain()
        await works.stop(SHUTDOWN)
        await running
        await asyncio.gather(*aside, return_exceptions=True)

    parts.push_async_callback(stop)


def _door(settings: Settings, app: AsyncApp, dispatch: Dispatch, quiet: Quiet) -> Http | Socket:
    secrets = settings.secrets
    if settings.socket_mode:
        return Socket(app, dispatch, quiet.serving, secrets.slack_app_token.get_secret_value(), settings.api)
    signing = secrets.slack_signing_secret.get_secret_value()
    return Http(dispatch, quiet.serving, signing, secrets.sluice_host, secrets.sluice_port)
