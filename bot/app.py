"""The composition root: the only place that knows every part."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from agents.attempts.answering import Answers
from agents.attempts.attempt import Attempts
from agents.review.critic import Critic
from agents.roster.built_in import roster
from agents.roster.contract import Agent
from agents.roster.quiet import Quiet
from agents.tools.reader import Reader
from bot.alarm import Alarm
from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.inbound.dispatch import Dispatch
from bot.inbound.health import Health, Idle
from bot.inbound.identity import Identity, bolt, identify
from bot.inbound.transport import Http, Serving, Socket
from bot.listeners import listen
from bot.operations import lag, metrics, night
from bot.operations.burials import burials
from bot.operations.crew import Crew
from bot.outbound.background import Background
from bot.outbound.naming import Naming
from bot.outbound.newer import Newer
from bot.outbound.pacing import Pace, pace_of
from bot.outbound.posting import Posting
from bot.outbound.rendering import Rendering
from bot.outbound.sessions import Sessions
from bot.outbound.slack import Gateway
from bot.outbound.slack_files import SlackFiles
from bot.people.acquaintances import Acquaintances
from bot.people.allowing import Allowing
from bot.people.reach import Reach
from bot.setup import manifest, sharing_abilities
from bot.setup.database import opened
from bot.setup.settings import BadSettings, Role, Settings
from bot.setup.workforce import Load, workforce
from bot.surfaces.material import Material
from bot.surfaces.people import People
from bot.surfaces.visitors import Visitors
from storage import engine
from storage.jobs.port import Buried, Handler, Job, Works
from storage.ledger import people
from storage.ledger.collections import collecting
from storage.ledger.core import opening
from storage.ledger.core.ledger import Ledger, utc_now
from storage.ledger.decisions import effects
from storage.ledger.work import leaving, spending, turns

log = structlog.get_logger()

SHUTDOWN = 10.0  # seconds that running work has to come to its end: less than `ending.GRACE`


PATIENT = 20  # tries of what was decided or said: it is not given up like an attempt
TRIES = {"people": PATIENT, "slack": PATIENT, "default": PATIENT}


async def _silent() -> None:
    """A process that only works rings for nobody."""


@dataclass(slots=True, kw_only=True)
class Sluice:
    """A running process of Sluice; `stop` ends it in order.

    Attributes:
        identity: who it is in Slack; None for a process that only works.
    """

    ledger: Ledger
    identity: Identity | None
    port: int
    crew: Crew
    ring: Callable[[], Awaitable[object]] = _silent  # look now whether a collection is due
    _parts: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def team(self) -> str:
        assert self.identity is not None
        return self.identity.team

    async def fallen(self) -> None:
        """Wait for an end that nobody asked for.

        Raises:
            Fallen: something that must run has ended; the process has to end, too.
        """
        await self.crew.fallen()

    async def stop(self) -> None:
        await self._parts.aclose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a demonstration, a test or a benchmark puts in the place of the usual.

    Attributes:
        wall: the clock that collections go by, where it is not `clock`; `pace` says how much faster it runs.
        workers: agents by name instead of those that the settings name, who heed `quiet`.
        beside: agents by name that stand beside those, or in the place of one of them.
        load: makes the models of those that the settings name.
    """

    clock: Callable[[], datetime] = utc_now
    wall: Callable[[], datetime] | None = None
    pace: float = 1.0
    pacer: Pace | None = None
    workers: Mapping[str, Agent] | None = None
    beside: Mapping[str, Agent] = field(default_factory=dict)
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
        reached = (
            None if role is Role.WORKER else await _reach(settings, parts)
        )  # a wrong token is told before all else
        reader = Reader()
        if given.workers is not None:
            agents, critic = roster(settings.file.agents), given.critic or Critic(reads=reader)
            attempts = Attempts(
                ledger=ledger,
                roster=agents,
                workers=given.workers,
                critic=critic,
                send_back=settings.file.send_back,
                heeding=True,
            )
        else:
            attempts = await workforce(
                settings, ledger, role, quiet=given.quiet, parts=parts, reader=reader, load=given.load
            )
        attempts = replace(attempts, workers={**attempts.workers, **given.beside}, scripted=frozenset(given.beside))
        suggests = given.workers is None and attempts.heeding and settings.file.suggest
        alike = frozenset() if attempts.heeding else frozenset(attempts.roster) - attempts.scripted
        here = replace(ledger.terms, lacking=attempts.lacking, alike=alike)
        ledger.terms = replace(here, heeds=attempts.heeding, suggests=suggests)
        if reached is None:
            works, crew = _run_jobs(settings, role, ledger, attempts=attempts, handlers={}, told={}, parts=parts)
            await metrics.serve(settings, ledger, Health(ledger, _idle(works)), metrics.Acknowledgements(), parts)
            return Sluice(ledger=ledger, identity=None, port=0, crew=crew, _parts=parts.pop_all())
        port, ring, crew = await _front(
            settings, role, ledger, given=given, attempts=attempts, reached=reached, reader=reader, parts=parts
        )
        return Sluice(ledger=ledger, identity=reached.who, port=port, crew=crew, ring=ring, _parts=parts.pop_all())
    raise AssertionError("unreachable")


@dataclass(frozen=True, slots=True)
class Reached:
    """Slack, and who this app is there."""

    slack: Gateway
    who: Identity


async def _reach(settings: Settings, parts: contextlib.AsyncExitStack) -> Reached:
    """
    Raises:
        BadSettings: Slack does not accept the token.
    """
    slack = await _gateway(settings, parts)
    return Reached(slack, await identify(slack))


async def _front(
    settings: Settings,
    role: Role,
    ledger: Ledger,
    given: Given,
    attempts: Attempts,
    reached: Reached,
    reader: Reader,
    parts: contextlib.AsyncExitStack,
) -> tuple[int, Callable[[], Awaitable[object]], Crew]:
    """All that speaks with Slack."""
    slack, who = reached.slack, reached.who
    if role is Role.FRONT:
        await sharing_abilities.refresh(ledger, settings.file.suggest)
    await ledger.do(people.ensure_workspace, who.team, who.team_name)
    await ledger.do(spending.installed_again, who.team)
    await ledger.do(turns.resume, who.team)
    await ledger.do(leaving.hand_over_left_out, who.team)
    hosts = frozenset(settings.file.link_hosts)
    pacer = given.pacer or pace_of(ledger, settings.file.post_seconds)
    files, sessions = SlackFiles(slack), Sessions(ledger, slack)
    rendering = Rendering(ledger=ledger, hosts=hosts, newer=Newer(slack), bot=who.bot_user)
    acquaintances, reach = (
        Acquaintances(ledger=ledger, slack=slack, team=who.team),
        Reach(slack, frozenset(settings.file.acts.channels)),
    )
    allows = Allowing(ledger, acquaintances, reach).allows
    posting = Posting(
        ledger=ledger,
        slack=slack,
        files=files,
        pace=pacer,
        surfaces=rendering.surfaces(),
        told=sessions.told,
        allows=allows,
    )
    background = Background()
    parts.push_async_callback(background.finish)
    agents = {name: spec.description for name, spec in attempts.roster.items() if name in attempts.workers}
    missing = tuple(manifest.missing_scopes(who.scopes)) if who.scopes else ()
    for sentence in missing:
        log.warning("scope.missing", note=sentence)
    desk = Desk(
        ledger=ledger,
        slack=slack,
        posting=posting,
        acquaintances=acquaintances,
        reach=reach,
        background=background,
        team=who.team,
        bot_user=who.bot_user,
        agents=agents,
        hosts=hosts,
        prefix=settings.file.command_prefix,
        missing=missing,
        rates=settings.file.per_person.rates(),
    )
    alarm, app = Alarm(ledger, given.pace), bolt(settings, who)
    handlers = _handlers(
        ledger,
        posting,
        listen(
            app,
            desk,
            files=files,
            sessions=sessions,
            alarm=alarm,
            material=Material(desk=desk, files=files, reads=reader),
        ),
    )
    works, crew = _run_jobs(
        settings, role, ledger, attempts=attempts, handlers=handlers, told={"post": posting.buried}, parts=parts
    )
    crew.start("alarm", alarm.watch())
    acknowledged = metrics.Acknowledgements()
    await metrics.serve(settings, ledger, Health(ledger, _idle(works)), acknowledged, parts)
    serving = acknowledged.timed(given.quiet.serving)

    def tell(envelope: Envelope, why: str) -> None:
        desk.after(desk.refuse(envelope, why))

    dispatch = Dispatch(app, who.installation, Visitors(desk).screen, tell, slack.naming)
    door = _door(settings, app, dispatch, serving, _idle(works))
    parts.push_async_callback(door.stop)
    port = await door.start()
    return port, alarm.ring, crew


async def _gateway(settings: Settings, parts: contextlib.AsyncExitStack) -> Gateway:
    session = await parts.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)))
    token = settings.secrets.slack_bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.api, session=session, timeout=15, retry_handlers=[])
    return Gateway(client, session, settings.slack_hosts, Naming(settings.file.command_prefix))


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
) -> tuple[Works, Crew]:
    """
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


def _idle(works: Works) -> Idle:
    return lambda: works.idle


def _door(settings: Settings, app: AsyncApp, dispatch: Dispatch, serving: Serving, jobs: Idle) -> Http | Socket:
    secrets = settings.secrets
    if settings.socket_mode:
        return Socket(app, dispatch, serving, secrets.slack_app_token.get_secret_value(), settings.api)
    signing = secrets.slack_signing_secret.get_secret_value()
    return Http(
        dispatch=dispatch,
        serving=serving,
        secret=signing,
        host=secrets.sluice_host,
        port=secrets.sluice_port,
        jobs=jobs,
    )
