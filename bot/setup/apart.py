"""Agents in a process of their own, where one process does all: people do not wait for what agents compute."""

import asyncio
import contextlib
import logging
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

import bot
from agents import processors
from agents.apart import calls
from agents.apart.ledger_side import Course, LedgerSide
from agents.apart.line import Line, Lost
from agents.apart.staff_apart import AgentApart, Apart, CriticApart, ExplainerApart, SuggesterApart
from agents.attempts.crew import Crew
from agents.attempts.ledger_link import LedgerPins, LiveLedgerLink
from agents.offline.worker import OfflineWorker
from agents.roster.contract import Agent
from agents.tools import cgroup
from agents.tools.reader import Reader
from bot.setup import handing_over
from bot.setup.settings import BadSettings, Settings
from storage.ledger.core.ledger import Ledger
from storage.ledger.messages import posting
from storage.ledger.privacy import retaining

log = structlog.get_logger()

ROOT = str(Path(bot.__path__[0]).parent)
BEGIN = (
    "import sys; root = sys.argv.pop(1); root in sys.path or sys.path.insert(0, root); "
    "from bot.agents_process import main; main()"
)
COMMAND = (sys.executable, "-P", "-c", BEGIN, ROOT)  # the working folder is none that modules come from
AT_ITS_START = "The agents' process ended at its start: its log says why."
ENDS = "It ends by itself soon after each start."
NOT_AT_WORK = (
    "No agent is at work: the agents' process does not stay up. Tasks wait until it does. The log of Sluice says more "
    "(agents.ended, agents.not_begun); `sluice doctor` looks at the settings."
)
AT_WORK = "Agents are at work again: the agents' process stays up."
PATIENCE = 4.0  # seconds that it has to end: with `SHUTDOWN` less than `ending.GRACE`
LOOK, SILENT = 10.0, 60.0  # seconds between two signs of life, and without one until it is ended
TOLD = 90.0  # seconds for which it has not stayed up until administrators hear of it
BEGINNING = 120.0  # seconds that another one may take to begin
PAUSES, LONG = (0.5, 2.0, 5.0, 15.0, 30.0), 60.0  # seconds until it is begun again; as long as it ran well


async def crew_apart(
    settings: Settings,
    ledger: Ledger,
    named: Mapping[str, str],
    *,
    parts: contextlib.AsyncExitStack,
    reader: Reader,
    command: Sequence[str] = COMMAND,
) -> Crew:
    """Begin the agents' process; return its agents, and those here that work without a model.

    Args:
        named: each agent's model; empty for the offline worker.
        command: what begins it; the number of its socket is added.

    Raises:
        BadSettings: a model can't be used.
    """
    process = AgentsProcess(settings, ledger, named, command)
    parts.push_async_callback(process.end)
    if why := await process.begin():
        raise BadSettings(why)
    keeping = asyncio.create_task(process.keep(), name="agents")
    keeping.add_done_callback(_ended_by_itself)
    parts.callback(keeping.cancel)
    apart = process.apart
    workers: dict[str, Agent] = {
        name: AgentApart(name, apart) if model else OfflineWorker() for name, model in named.items()
    }
    suggester = SuggesterApart(apart) if settings.file.suggest else None
    critic = CriticApart(apart=apart, reads=reader)
    return Crew(
        workers=workers,
        critic=critic,
        explainer=ExplainerApart(apart),
        suggester=suggester,
        ready=apart.ready,
        down=lambda: process.down,
    )


@dataclass(frozen=True, slots=True)
class _Running:
    """One process that was begun, and what carries its calls."""

    process: Process
    line: Line
    carrying: "asyncio.Task[None]"

    async def close(self) -> None:
        """Close its line, at which it ends, and wait until it is gone."""
        self.line.close()
        try:
            async with asyncio.timeout(PATIENCE):
                await self.process.wait()
        except TimeoutError:
            self.kill()
            await self.process.wait()
        await self.carrying

    def kill(self) -> None:
        """End it at once."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()


class AgentsProcess:
    """The agents' process: begun, begun again when it ends by itself, and ended in order."""

    def __init__(self, settings: Settings, ledger: Ledger, named: Mapping[str, str], command: Sequence[str]) -> None:
        self._settings, self._ledger, self._named, self._command = settings, ledger, named, command
        self.apart = Apart()
        self._running: _Running | None = None
        self._began = time.monotonic()
        self._down_since: float | None = None
        self._told = False

    @property
    def down(self) -> float:
        """For how many seconds it has not stayed up, as it can't be begun or ends soon each time; 0 while it does."""
        if self._down_since is None or (self.apart.is_here and time.monotonic() - self._began > LONG):
            return 0.0
        return time.monotonic() - self._down_since

    async def begin(self) -> str:
        """Begin it; return why it can't work, or nothing."""
        courses: dict[int, Course] = {}
        running = self._running = await self._spawned(courses)
        given = handing_over.to_json(self._settings), _level(), self._named
        try:
            why = await calls.ask(running.line, calls.BEGIN, *given)
        except Lost:
            return AT_ITS_START
        if running.carrying.done():  # it ended as soon as it had answered
            return AT_ITS_START
        if not why:
            self.apart.connect(running.line, courses)
        return why

    async def _spawned(self, courses: dict[int, Course]) -> _Running:
        await asyncio.to_thread(cgroup.groups)  # first here: the kernel lets only one of us make them
        ours, theirs = socket.socketpair()
        try:
            process = await processors.begin(
                *self._command, str(theirs.fileno()), pass_fds=[theirs.fileno()], stdin=DEVNULL
            )
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        side = LedgerSide(LiveLedgerLink(self._ledger), LedgerPins(self._ledger), courses)
        line = Line(*await asyncio.open_unix_connection(sock=ours), side.answer)
        return _Running(process, line, asyncio.create_task(self._carry(line), name="line"))

    async def _carry(self, line: Line) -> None:
        await line.run()
        self.apart.disconnect()  # before those hear it whose calls are lost: they would call again

    async def keep(self) -> None:
        """Begin it again whenever it ends by itself, until canceled. What ran there counts as crashed, so that what may
        have ended it runs apart."""
        waits, why = iter(PAUSES), ""
        while self._running is not None:
            self._began = time.monotonic()
            code = await self._ended(self._running)
            log.error("agents.ended", code=code, note="the agents' process has ended by itself; it is begun again")
            if self._down_since is None or time.monotonic() - self._began > LONG:
                self._down_since, waits = time.monotonic(), iter(PAUSES)
            if self.down > TOLD:
                await self._tell(why or ENDS)
            await asyncio.sleep(next(waits, PAUSES[-1]))
            await self._running.close()
            why = await self._begin_again()

    async def _ended(self, running: _Running) -> int:
        """Return how it ended, by itself or since it gave no sign of life for long."""
        ended = asyncio.create_task(running.process.wait())
        while not (await asyncio.wait({ended}, timeout=LOOK))[0]:
            sign = asyncio.create_task(self._sign(running.line))
            try:
                await asyncio.wait({sign, ended}, timeout=SILENT, return_when=asyncio.FIRST_COMPLETED)
            finally:
                sign.cancel()
            if not ended.done() and not (sign.done() and not sign.cancelled() and sign.result()):
                log.error(
                    "agents.silent",
                    note=f"the agents' process has given no sign of life for {SILENT:.0f} s: it is ended",
                )
                running.kill()
            if self._told and not self.down:
                self._told = False
                await self._say(AT_WORK, "agents at work")
        return ended.result()

    async def _sign(self, line: Line) -> bool:
        """Tell whether it gives a sign of life."""
        with contextlib.suppress(Exception):
            await calls.ask(line, calls.PING)
            return True
        return False

    async def _begin_again(self) -> str:
        """Begin it again; return why it can't work, or nothing."""
        try:
            async with asyncio.timeout(BEGINNING):
                why = await self.begin()
        except TimeoutError:
            why = f"It was not ready within {BEGINNING:.0f} s."
        except Exception as error:  # the next one may begin
            why = f"It can't be begun: {str(error) or type(error).__name__}."
        if why and self._running is not None:
            log.error("agents.not_begun", why=why)
            self._running.kill()
        return why

    async def _tell(self, why: str) -> None:
        """Tell administrators that no agent is at work, and why."""
        self._told = True
        await self._say(f"{NOT_AT_WORK} {why}"[:400], "agents not at work")

    async def _say(self, text: str, about: str) -> None:
        """Say something to the administrators of each workspace, once a day."""
        try:
            for team in await self._ledger.see(retaining.teams):
                await self._ledger.do(posting.tell_admins, team, text, about)
        except Exception as error:  # what is not said now is said the next time
            log.error("agents.untold", why=type(error).__name__)

    async def end(self) -> None:
        """Let it close what it has open, and wait until it is gone."""
        if self._running is None:
            return
        ending = asyncio.create_task(calls.ask(self._running.line, calls.END))
        await asyncio.wait({ending}, timeout=PATIENCE)
        if not ending.done() or ending.exception() is not None:
            self._running.kill()
        await self._running.close()
        await asyncio.gather(ending, return_exceptions=True)


def _ended_by_itself(keeping: "asyncio.Task[None]") -> None:
    if not keeping.cancelled():
        log.error("agents.unkept", exc_info=keeping.exception(), note="nothing begins the agents' process again")


def _level() -> str:
    """Return the level from which on this process logs."""
    levels = (logging.DEBUG, logging.INFO, logging.WARNING)
    shown = (level for level in levels if structlog.get_logger().is_enabled_for(level))
    return logging.getLevelName(next(shown, logging.ERROR)).lower()
