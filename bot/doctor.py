"""What an installation needs, looked at one by one, with what to do where something is missing."""

import contextlib
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from agents import models
from agents.contract import Broken
from agents.prices import cost
from agents.roster import roster
from agents.specs import ServerSpec
from agents.tools import mcp, sandbox
from bot import lag, slack_doctor, trial
from bot.database import beside
from bot.probe import PATIENCE, Finding
from bot.settings import BadSettings, Settings, check_secrets
from bot.workforce import fetched, loader
from storage import engine
from storage.ledger import opening, people, pinning
from storage.ledger.core import Tx

T = TypeVar("T")

LATE = 250.0  # milliseconds: beyond that people feel it


async def examine(settings: Settings, clock: Callable[[], float] = time.time) -> list[Finding]:
    """Look at everything that an installation needs; return one finding for each thing.

    Args:
        clock: seconds since 1970.
    """
    database = _database(settings)
    channels = await _ledger(settings, people.channels_with_times) if database.ok else ()
    return [
        _secrets(settings),
        *await slack_doctor.examine(client(settings), _installation(settings, channels), clock),
        database,
        _loop(settings, clock()),
        await _model(settings),
        *_others(settings),
        *await _tools(settings),
        *(await _changed(settings) if database.ok else ()),
    ]


async def try_message(settings: Settings, to: str = "") -> list[Finding]:
    """Send, change and delete a message to a person, or to the first of the administrators.

    Args:
        to: a person's id; "" for the first of `admins`.
    """
    return await trial.try_message(client(settings), to or next(iter(settings.file.admins), ""))


def client(settings: Settings) -> AsyncWebClient:
    """Return a client of the settings' Slack that speaks with the bot token and calls everything once."""
    token = settings.secrets.slack_bot_token.get_secret_value()
    return AsyncWebClient(token=token, base_url=settings.api, timeout=PATIENCE, retry_handlers=[])


def _installation(settings: Settings, channels: Sequence[tuple[str, str]]) -> slack_doctor.Installation:
    secrets = settings.secrets
    return slack_doctor.Installation(
        secrets.slack_app_token.get_secret_value(),
        secrets.slack_config_token.get_secret_value(),
        settings.file.command_prefix,
        channels,
    )


async def _ledger(settings: Settings, query: Callable[[Tx], T]) -> T:
    """
    Raises:
        BadSettings: the ledger can't be opened.
    """
    ledger = beside(settings)
    try:
        return await ledger.see(query)
    finally:
        ledger.close()


def _loop(settings: Settings, now: float) -> Finding:
    seen = lag.kept(settings.secrets.sluice_home)
    if seen is None or now - seen.at > 120:
        return Finding("event loop", None, "not measured: no bot runs on this data folder")
    said = f"p99 {seen.p99:.0f} ms late, worst {seen.worst:.0f} ms in the last minute (process {seen.process})"
    ok = seen.p99 < LATE
    return Finding("event loop", ok, said if ok else f"{said}: lower `attempts` in sluice.toml, or use more processes")


async def _tools(settings: Settings) -> list[Finding]:
    """What the agents' tools need on this machine."""
    found, wanted = [], {name for spec in roster(settings.file.agents).values() for name in spec.tools}
    if wanted & {"python", "repository"}:
        try:
            await sandbox.check()
            found.append(Finding("sandbox", True, "bubblewrap works"))
        except sandbox.NoSandbox as no:
            found.append(Finding("sandbox", False, str(no)))
    for name, spec in settings.file.repositories.items():
        there = (spec.path / ".git").exists() or (spec.path / "HEAD").exists()
        found.append(Finding("repository", there, f"{name}: {spec.path}" + ("" if there else " is no repository")))
    if settings.file.web.search == "searxng" and not settings.file.web.address:
        found.append(Finding("search", False, "searxng needs its address: [web] address in sluice.toml"))
    if not settings.file.web.search:
        found.append(Finding("search", True, "agents can't search the web: [web] search in sluice.toml changes that"))
    return [*found, *[await _server(name, spec) for name, spec in settings.file.mcp.items()]]


async def _server(name: str, spec: ServerSpec) -> Finding:
    """Whether an MCP server answers, and has the tools that are named of it."""
    try:
        async with contextlib.AsyncExitStack() as parts:
            tools = await mcp.connected(name, spec, parts)
    except Broken as no:
        return Finding("mcp", False, str(no))
    return Finding("mcp", True, f"{name}: {len(tools)} tools")


async def _changed(settings: Settings) -> list[Finding]:
    """Tools of MCP servers that say something else than when they were accepted."""
    if not settings.file.mcp:
        return []
    off = await _ledger(settings, pinning.changed_anywhere)
    names = ", ".join(f"{server}: {tool}" for server, tool in off)
    how = "look at what it says now, then: bot accept SERVER"
    return [Finding("mcp", not off, f"changed and off: {names}; {how}" if off else "no tool has changed its words")]


def _secrets(settings: Settings) -> Finding:
    try:
        check_secrets(settings.secrets)
    except BadSettings as bad:
        return Finding("secrets", False, str(bad))
    return Finding("secrets", True, "Socket Mode" if settings.socket_mode else "HTTP")


def _database(settings: Settings) -> Finding:
    url = settings.database
    return _sqlite(settings.secrets.sluice_home, url) if engine.is_sqlite(url) else _postgres(url)


def _postgres(url: str) -> Finding:
    try:
        writer = engine.writer(url)
        engine.migrate(writer)
        with writer.connect() as conn:
            version = conn.exec_driver_sql("show server_version").scalar()
        opening.keeper(url)  # its packages are looked for as well
        writer.dispose()
    except (engine.Unreachable, ImportError) as no:
        return Finding("database", False, f"SLUICE_DATABASE_URL: {no}")
    return Finding("database", True, f"PostgreSQL {version} at {engine.psycopg_url(url).host or 'a local socket'}")


def _sqlite(home: Path, url: str) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        writer = engine.writer(url)
        engine.migrate(writer)
        writer.dispose()
    except Exception as error:  # whatever is wrong with a disk or a file is what we are here to tell
        return Finding("database", False, f"{home}: {error}")
    free = os.statvfs(home).f_bavail * os.statvfs(home).f_frsize // 1_000_000
    return Finding("database", free > 200, f"SQLite in {home}, {free:,} MB free")


def _others(settings: Settings) -> list[Finding]:
    """The models that sluice.toml names beside the one of all agents."""
    file, load, found = settings.file, loader(settings.secrets.sluice_models), []
    named = {"critic_model": file.critic_model}
    for name, spec in file.agents.items():
        named |= {f"[agents.{name}] model": spec.model, f"[agents.{name}] fallback": spec.fallback}
    for where, model in named.items():
        if model:
            try:
                load(model, None)
            except models.NoSuchModel as no:
                found.append(Finding("model", False, f"{where}: {no}"))
    return found


async def _model(settings: Settings) -> Finding:
    weights = settings.secrets.sluice_models
    choice = await models.choose(settings.secrets.sluice_model, settings.keys, fetched(weights))
    if not choice.name:
        return Finding("model", True, f"offline worker ({choice.why}); set a provider key or SLUICE_MODEL for more")
    try:
        loader(weights)(choice.name, None)
    except models.NoSuchModel as no:
        return Finding("model", False, str(no))
    priced = cost(choice.name, 1000, 1000, settings.file.prices) is not None
    if settings.file.budget.caps() and not priced and not models.free(choice.name):
        return Finding("model", False, f"{choice.name}: a budget is set and its price is not known: add it to [prices]")
    price = "" if priced else "; its price is not known, so costs are told as unknown"
    return Finding("model", True, f"{choice.name} ({choice.why}){price}")
