"""The part of a process that speaks with Slack, put together."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from agents.attempts.attempt import Attempts
from agents.tools.reader import Reader
from bot.alarm import Alarm
from bot.desk import Desk
from bot.envelope.payload import Envelope
from bot.given import Given
from bot.inbound.bolt_app import bolt
from bot.inbound.dispatch import Dispatch
from bot.inbound.health import Health, Idle
from bot.inbound.identifying import identify
from bot.inbound.identity import Identity
from bot.inbound.transport import Http, Serving, Socket
from bot.jobs import idle, run_jobs
from bot.listeners import listen
from bot.operations import metrics
from bot.operations.acknowledgements import Acknowledgements
from bot.operations.services import Services
from bot.outbound.background import Background
from bot.outbound.canvases import Canvases, lacks
from bot.outbound.naming import Naming
from bot.outbound.newer import Newer
from bot.outbound.pacing import Pace, pace_of
from bot.outbound.posting import Posting
from bot.outbound.redrawing import Redrawing
from bot.outbound.rendering import Rendering
from bot.outbound.sessions import Sessions
from bot.outbound.slack import Gateway
from bot.outbound.slack_files import SlackFiles
from bot.people.acquaintances import Acquaintances
from bot.people.allowing import Allowing
from bot.people.reach import Reach
from bot.setup import lacking, sharing_abilities
from bot.setup.settings import BadSettings, Role, Settings
from bot.surfaces.material import Material
from bot.surfaces.people import People
from bot.surfaces.visitors import Visitors
from storage.jobs.port import Handler, Job
from storage.ledger import people
from storage.ledger.collections import collecting
from storage.ledger.core.ledger import Ledger, Tx
from storage.ledger.decisions import effects, still_right
from storage.ledger.pipelines import advancing
from storage.ledger.series import fanning
from storage.ledger.settings import coming_back
from storage.ledger.work import lateness, leaving, passing_on, spending, turns
from storage.rules.jobs import JobKind

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reached:
    """The client for Slack, and who this app is there."""

    slack: Gateway
    who: Identity


async def reach_slack(settings: Settings, parts: contextlib.AsyncExitStack) -> Reached:
    """Return the client for Slack, and who this app is there.

    Raises:
        BadSettings: Slack does not accept the token.
    """
    slack = await _gateway(settings, parts)
    return Reached(slack, await identify(slack))


async def open_front(
    settings: Settings,
    role: Role,
    ledger: Ledger,
    given: Given,
    attempts: Attempts,
    reached: Reached,
    reader: Reader,
    parts: contextlib.AsyncExitStack,
) -> tuple[int, Callable[[], Awaitable[object]], Services]:
    """Put together and start every part that speaks with Slack.

    Returns:
        The port of its door, what has it look now whether a collection is due, and what must run.
    """
    if role is Role.FRONT:
        await sharing_abilities.refresh(ledger, settings.file.suggest)
    await _come_back(ledger, reached.who)
    desk, files, sessions = _desk(settings, ledger, given.pacer, attempts=attempts, reached=reached)
    parts.push_async_callback(desk.background.finish)
    alarm, app = Alarm(ledger, given.pace), bolt(settings, reached.who)
    material = Material(desk=desk, files=files, reads=reader)
    heard = listen(app, desk, files=files, sessions=sessions, alarm=alarm, material=material)
    job_runner, services = run_jobs(
        settings,
        role,
        ledger,
        attempts=attempts,
        handlers=handlers_of(ledger, desk, heard),
        told={JobKind.POST: desk.posting.buried},
        parts=parts,
    )
    services.start("alarm", alarm.watch())
    acknowledged = Acknowledgements()
    await metrics.serve(settings, Health(ledger, idle(job_runner), attempts.down), acknowledged, parts)

    def tell(envelope: Envelope, why: str) -> None:
        desk.after(desk.refuse(envelope, why))

    dispatch = Dispatch(app, reached.who.installation, Visitors(desk).screen, tell, reached.slack.naming)
    serving = acknowledged.timed(given.quiet.serving)
    door = _door(settings, app, dispatch=dispatch, serving=serving, slack=reached.slack, jobs=idle(job_runner))
    parts.push_async_callback(door.stop)
    port = await door.start()
    return port, alarm.ring, services


async def _come_back(ledger: Ledger, who: Identity) -> None:
    """Let the work of a workspace go on that the last process left, or that an uninstallation stopped.

    Raises:
        BadSettings: the ledger is another workspace's, whose work this token can't do.
    """
    if other := await ledger.see(people.other_workspace, who.team):
        raise BadSettings(
            f"This ledger belongs to the workspace {other}, and SLACK_BOT_TOKEN to {who.team_name} ({who.team}). Each "
            "workspace needs its own: set SLUICE_HOME or SLUICE_DATABASE_URL."
        )
    await ledger.do(people.ensure_workspace, who.team, who.team_name)
    await ledger.do(spending.installed_again, who.team)
    await ledger.do(turns.resume, who.team)
    await ledger.do(leaving.hand_over_outsiders, who.team)
    await ledger.do(passing_on.left_out, who.team)


def _desk(
    settings: Settings, ledger: Ledger, pacer: Pace | None, *, attempts: Attempts, reached: Reached
) -> tuple[Desk, SlackFiles, Sessions]:
    """Return what every surface needs at hand, and what it is made of that others need, too."""
    slack, who, hosts = reached.slack, reached.who, frozenset(settings.file.link_hosts)
    newer = Newer(slack)
    files, sessions = SlackFiles(slack), Sessions(ledger, slack)
    acquaintances = Acquaintances(ledger=ledger, slack=slack, team=who.team)
    reach = Reach(slack, frozenset(settings.file.acts.channels))
    pictures = Rendering(ledger=ledger, hosts=hosts, newer=newer, bot=who.bot_user).pictures()
    posting = Posting(
        ledger=ledger,
        slack=slack,
        files=files,
        canvases=Canvases(ledger, slack, lacks=lacks(who.scopes)),
        pace=pacer or pace_of(ledger, settings.file.post_seconds),
        pictures=pictures,
        told=sessions.told,
        allows=Allowing(ledger, acquaintances, reach).allows,
    )
    desk = Desk(
        ledger=ledger,
        slack=slack,
        posting=posting,
        redrawing=Redrawing(ledger=ledger, slack=slack, pictures=pictures, told=sessions.told, turns=posting.turns),
        newer=newer,
        acquaintances=acquaintances,
        reach=reach,
        background=Background(),
        team=who.team,
        bot_user=who.bot_user,
        agents={name: spec.description for name, spec in attempts.roster.items() if name in attempts.workers},
        hosts=hosts,
        prefix=settings.file.command_prefix,
        missing=_missing(who),
        rates=settings.file.per_person.rates(),
    )
    return desk, files, sessions


def _missing(who: Identity) -> tuple[str, ...]:
    """Return the scopes that the app lacks, each as a sentence that the log has, too."""
    missing = tuple(lacking.missing_scopes(who.scopes)) if who.scopes else ()
    for sentence in missing:
        log.warning("scope.missing", note=sentence)
    return missing


async def _gateway(settings: Settings, parts: contextlib.AsyncExitStack) -> Gateway:
    session = await parts.enter_async_context(aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)))
    token = settings.secrets.slack_bot_token.get_secret_value()
    client = AsyncWebClient(token=token, base_url=settings.api, session=session, timeout=15, retry_handlers=[])
    return Gateway(client, session, settings.slack_hosts, Naming(settings.file.command_prefix))


def handlers_of(ledger: Ledger, desk: Desk, heard: People) -> Mapping[JobKind, Handler]:
    """Return the functions that do the jobs of a process that speaks with Slack, by the kind of job."""

    async def effect(job: Job) -> None:
        who = await ledger.see(effects.decider, job.team, int(job.key))
        if who is not None:
            await heard.still_member(who, int(job.key))
            await ledger.do(effects.effect, job.team, int(job.key))

    async def back(job: Job) -> None:
        await ledger.do(coming_back.is_back, job.team, job.key)

    def by_id(verb: Callable[[Tx, str, int], object]) -> Handler:
        async def run(job: Job) -> None:
            await ledger.do(verb, job.team, int(job.key))

        return run

    return {
        JobKind.ADVANCE: by_id(advancing.advance),
        JobKind.LATE: by_id(lateness.look),
        JobKind.STILL_RIGHT: by_id(still_right.ask),
        JobKind.ROWS: by_id(fanning.go_on),
        JobKind.BACK: back,
        JobKind.GIVE_BACK: by_id(spending.give_back_ended),
        JobKind.POST: desk.posting.send,
        JobKind.REDRAW: desk.redrawing.redraw,
        JobKind.EFFECT: effect,
        JobKind.SETTLE: by_id(collecting.settle),
        JobKind.PROFILE: heard.profile,
        JobKind.INBOX: heard.inbox,
    }


def _door(
    settings: Settings, app: AsyncApp, dispatch: Dispatch, serving: Serving, slack: Gateway, jobs: Idle
) -> Http | Socket:
    secrets = settings.secrets
    if settings.socket_mode:
        token = secrets.slack_app_token.get_secret_value()
        respond = partial(slack.respond, replace=False)
        return Socket(app, dispatch, serving=serving, token=token, api=settings.api, respond=respond)
    signing = secrets.slack_signing_secret.get_secret_value()
    return Http(
        dispatch=dispatch,
        serving=serving,
        secret=signing,
        host=secrets.sluice_host,
        port=secrets.sluice_port,
        jobs=jobs,
    )
