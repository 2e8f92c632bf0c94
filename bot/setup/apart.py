"""Agents in a process of their own, where one process does all: people do not wait for what agents compute."""

import asyncio
import contextlib
import logging
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Mapping, Sequence

import structlog

from agents.apart import calls
from agents.apart.ledger_side import Course, LedgerSide
from agents.apart.line import Line, Lost
from agents.apart.staff_apart import AgentApart, Apart, CriticApart, ExplainerApart, SuggesterApart
from agents.attempts.crew import Crew
from agents.attempts.ledger_link import LedgerPins, LiveLedgerLink
from agents.offline.worker import OfflineWorker
from agents.roster.contract import Agent
from agents.tools.reader import Reader
from bot.setup import handing_over
from bot.setup.settings import BadSettings, Settings
from storage.ledger.core.ledger import Ledger

log = structlog.get_logger()

COMMAND = (sys.executable, "-m", "bot.agents_process")
PATIENCE = 10.0  # seconds that it has to end


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
    apart = await _begun(settings, ledger, named, parts=parts, command=command)
    workers: dict[str, Agent] = {
        name: AgentApart(name, apart) if model else OfflineWorker() for name, model in named.items()
    }
    suggester = SuggesterApart(apart) if settings.file.suggest else None
    critic = CriticApart(apart=apart, reads=reader)
    return Crew(workers=workers, critic=critic, explainer=ExplainerApart(apart), suggester=suggester)


async def _begun(
    settings: Settings,
    ledger: Ledger,
    named: Mapping[str, str],
    *,
    parts: contextlib.AsyncExitStack,
    command: Sequence[str],
) -> Apart:
    ours, theirs = socket.socketpair()
    with theirs:
        process = await asyncio.create_subprocess_exec(
            *command, str(theirs.fileno()), pass_fds=[theirs.fileno()], stdin=DEVNULL
        )
    courses: dict[int, Course] = {}
    side = LedgerSide(LiveLedgerLink(ledger), LedgerPins(ledger), courses)
    line = Line(*await asyncio.open_unix_connection(sock=ours), side.answer)
    apart, carrying = Apart(line, courses), asyncio.create_task(line.run(), name="line")
    parts.push_async_callback(_gone, process, line, carrying)
    try:
        why = await apart.ask(calls.BEGIN, handing_over.to_json(settings), _level(), named)
    except Lost:
        raise BadSettings("The agents' process ended at its start: its log says why.") from None
    if why:
        raise BadSettings(why)
    watching = asyncio.create_task(_watch(process), name="agents")
    parts.push_async_callback(_ended, apart, watching)
    return apart


async def _watch(process: Process) -> None:
    """End this process when that one ends by itself, as if both were killed: what ran there is found as after any
    crash, and who may have ended it runs apart."""
    code = await process.wait()
    log.error("agents.ended", code=code, note="Sluice ends, to be started again: its agents' process has ended")
    os._exit(1)


async def _ended(apart: Apart, watching: "asyncio.Task[None]") -> None:
    """Let it close what it has open."""
    watching.cancel()
    with contextlib.suppress(Exception):
        async with asyncio.timeout(PATIENCE):
            await apart.ask(calls.END)


async def _gone(process: Process, line: Line, carrying: "asyncio.Task[None]") -> None:
    line.close()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
    await carrying


def _level() -> str:
    """Return the level from which on this process logs."""
    levels = (logging.DEBUG, logging.INFO, logging.WARNING)
    shown = (level for level in levels if structlog.get_logger().is_enabled_for(level))
    return logging.getLevelName(next(shown, logging.ERROR)).lower()
