"""The composition root: the only place that knows every part."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from agents.attempts.attempt import Attempts
from agents.review.critic import Critic
from agents.roster.built_in import roster
from agents.tools.reader import Reader
from bot.front import open_front, reach_slack
from bot.given import Given
from bot.inbound.health import Health
from bot.inbound.identity import Identity
from bot.jobs import idle, run_jobs
from bot.operations import metrics
from bot.operations.acknowledgements import Acknowledgements
from bot.operations.services import Services
from bot.setup.database import opened
from bot.setup.settings import BadSettings, Role, Settings
from bot.setup.workforce import workforce
from storage import engine
from storage.ledger.core.ledger import Ledger


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
    services: Services
    ring: Callable[[], Awaitable[object]] = _silent  # look now whether a collection is due
    _parts: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    @property
    def team(self) -> str:
        """The Slack id of the workspace; only a process that speaks with Slack has one."""
        assert self.identity is not None
        return self.identity.team

    async def first_ended(self) -> None:
        """Wait until a part ends that must run as long as the process; return only by an error.

        Raises:
            ServiceEnded: something that must run has ended; the process has to end, too.
        """
        await self.services.first_ended()

    async def stop(self) -> None:
        """End all parts, in the reverse order of their start."""
        await self._parts.aclose()


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
        if role is not Role.FRONT and settings.unfilled:  # a front begins no server
            raise BadSettings("\n".join(settings.unfilled))
        if role is not Role.ALL and engine.is_sqlite(ledger.url):
            raise BadSettings("--role: several processes need PostgreSQL: set SLUICE_DATABASE_URL.")
        # a wrong token is told before all else
        reached = None if role is Role.WORKER else await reach_slack(settings, parts)
        reader = Reader()
        parts.push_async_callback(reader.close)
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
                settings, ledger, role, parts=parts, reader=reader, load=given.load, command=given.agents
            )
        workers = {**attempts.workers, **given.beside}
        attempts = replace(attempts, workers=workers, scripted=frozenset(given.beside), quiet=given.quiet)
        suggests = given.workers is None and attempts.heeding and settings.file.suggest
        alike = frozenset() if attempts.heeding else frozenset(attempts.roster) - attempts.scripted
        here = replace(ledger.terms, lacking=attempts.lacking, alike=alike)
        ledger.terms = replace(here, heeds=attempts.heeding, suggests=suggests)
        if reached is None:
            job_runner, services = run_jobs(
                settings, role, ledger, attempts=attempts, handlers={}, told={}, parts=parts
            )
            health = Health(ledger, idle(job_runner), attempts.down)
            await metrics.serve(settings, health, Acknowledgements(), parts)
            return Sluice(ledger=ledger, identity=None, port=0, services=services, _parts=parts.pop_all())
        port, ring, services = await open_front(
            settings, role, ledger, given=given, attempts=attempts, reached=reached, reader=reader, parts=parts
        )
        return Sluice(
            ledger=ledger, identity=reached.who, port=port, services=services, ring=ring, _parts=parts.pop_all()
        )
    raise AssertionError("unreachable")
