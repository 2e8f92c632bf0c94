"""What an installation needs, looked at one by one, with what to do where something is missing."""

import contextlib
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from agents.roster.built_in import roster
from agents.roster.contract import Broken
from agents.roster.specs import ServerSpec
from agents.tools import cgroup, mcp, sandbox
from bot.operations import lag, model_doctor, slack_doctor, trial
from bot.operations.finding import Finding
from bot.operations.probe import PATIENCE
from bot.setup import data_folder, root_user
from bot.setup.database import beside
from bot.setup.settings import BadSettings, Settings, check_secrets
from storage import engine, upgrading
from storage.ledger import schedules
from storage.ledger.core import opening
from storage.ledger.core.ledger import Read
from storage.ledger.privacy import uninstalling
from storage.ledger.queries import sizes
from storage.ledger.queries.sizes import Size
from storage.ledger.work import pinning
from storage.rules.words import many

TO_UPGRADE = ", of an older version: the next start makes a copy and changes the tables"
T = TypeVar("T")

LEAST = 200  # megabytes
LATE = 250.0  # milliseconds: beyond that people feel it


async def examine(settings: Settings, clock: Callable[[], float] = time.time, offline: bool = False) -> list[Finding]:
    """Look at everything that an installation needs; return one finding for each thing.

    Args:
        clock: seconds since 1970.
        offline: ask no model.
    """
    database = _database(settings)
    channels = await _ledger(settings, schedules.channels_with_times) if database.ok else ()
    of_slack = await slack_doctor.examine(client(settings), _installation(settings, channels), clock)
    if not any(finding.what == "clock" for finding in of_slack):
        of_slack.append(Finding(what="clock", ok=None, say="not compared: Slack told no time"))
    return [
        _secrets(settings),
        *of_slack,
        database,
        _disk(settings.secrets.sluice_home),
        _folder(settings.secrets.sluice_home),
        _user(),
        _loop(settings, clock()),
        *await model_doctor.examine(settings, offline),
        *await _tools(settings),
        *(await _changed(settings) if database.ok else ()),
        *(await _uninstalled(settings) if database.ok else ()),
        *([await _tables(settings)] if database.ok else ()),
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
        app_token=secrets.slack_app_token.get_secret_value(),
        config_token=secrets.slack_config_token.get_secret_value(),
        prefix=settings.file.command_prefix,
        channels=channels,
    )


async def _ledger(settings: Settings, query: Callable[[Read], tuple[T, ...]]) -> tuple[T, ...]:
    """Return what a ledger says; nothing where the next start makes it or changes its form: a doctor changes nothing.

    Raises:
        BadSettings: the ledger can't be opened.
    """
    try:
        if not upgrading.is_newest(settings.database):
            return ()
    except engine.Unreachable as no:
        raise BadSettings(str(no)) from None
    ledger = beside(settings)
    try:
        return await ledger.see(query)
    finally:
        ledger.close()


def _loop(settings: Settings, now: float) -> Finding:
    seen = lag.kept(settings.secrets.sluice_home)
    if seen is None or now - seen.at > 120:
        return Finding(what="event loop", ok=None, say="not measured: no bot runs on this data folder")
    text = f"p99 {seen.p99:.0f} ms late, worst {seen.worst:.0f} ms in the last minute (process {seen.process})"
    ok = seen.p99 < LATE
    return Finding(
        what="event loop", ok=ok, say=text if ok else f"{text}: lower `attempts` in sluice.toml, or use more processes"
    )


async def _tools(settings: Settings) -> list[Finding]:
    """What the agents' tools need on this machine."""
    wanted = {name for spec in roster(settings.file.agents).values() for name in spec.tools}
    findings = await _sandbox(bool(wanted & {"python", "repository"}))
    findings += _without_repository(settings)
    for name, spec in settings.file.repositories.items():
        there = (spec.path / ".git").exists() or (spec.path / "HEAD").exists()
        findings.append(
            Finding(what="repository", ok=there, say=f"{name}: {spec.path}" + ("" if there else " is no repository"))
        )
    if settings.file.web.search == "searxng" and not settings.file.web.address:
        findings.append(Finding(what="search", ok=False, say="searxng needs its address: [web] address in sluice.toml"))
    if not settings.file.web.search:
        findings.append(
            Finding(what="search", ok=True, say="agents can't search the web: [web] search in sluice.toml changes that")
        )
    return [*findings, *[await _server(name, spec) for name, spec in settings.file.mcp.items()]]


BOUNDED = "the kernel holds what runs in it to its limits, in a cgroup, and the bot watches it"
WATCHED = "the bot watches what runs in it and ends it at its limits, without a cgroup"


async def _sandbox(runs_code: bool) -> list[Finding]:
    """Look whether there is a sandbox: files are read in it, and code of agents runs nowhere else.

    Args:
        runs_code: whether an agent has a tool that runs code.
    """
    try:
        await sandbox.check()
    except sandbox.NoSandbox as no:
        without = [
            Finding(
                what="files", ok=None, say="read in a process with limits, but outside of a sandbox.", advice=str(no)
            )
        ]
        return [*without, Finding(what="sandbox", ok=False, say=str(no))] if runs_code else without
    inside = [Finding(what="files", ok=True, say="read in the sandbox")]
    held = BOUNDED if cgroup.groups() is not None else WATCHED
    return [*inside, Finding(what="sandbox", ok=True, say=f"bubblewrap works; {held}")] if runs_code else inside


def _without_repository(settings: Settings) -> list[Finding]:
    """Name the agents that change repositories, where there is none."""
    agents = [name for name, spec in roster(settings.file.agents).items() if "repository" in spec.tools]
    if settings.file.repositories or not agents:
        return []
    advice = "Name one in sluice.toml: [repositories.NAME] with path and test."
    return [
        Finding(
            what="repository", ok=None, say=f"none, so {', '.join(sorted(agents))} can change no code.", advice=advice
        )
    ]


async def _server(name: str, spec: ServerSpec) -> Finding:
    """Whether an MCP server answers, and has the tools that are named of it."""
    try:
        async with contextlib.AsyncExitStack() as parts:
            tools = await mcp.connected(name, spec, parts)
    except Broken as no:
        return Finding(what="mcp", ok=False, say=str(no))
    return Finding(what="mcp", ok=True, say=f"{name}: {len(tools)} tools")


async def _changed(settings: Settings) -> list[Finding]:
    """Tools of MCP servers that say something else than when they were accepted."""
    if not settings.file.mcp:
        return []
    off = await _ledger(settings, pinning.changed_anywhere)
    names = ", ".join(f"{server}: {tool}" for server, tool in off)
    how = "look at what it says now: sluice accept SERVER"
    return [
        Finding(
            what="mcp", ok=not off, say=f"changed and off: {names}; {how}" if off else "no tool has changed its words"
        )
    ]


async def _uninstalled(settings: Settings) -> list[Finding]:
    """Workspaces where the app was uninstalled, and when all of them is deleted."""
    keep = settings.file.keep.keep()
    return [
        Finding(
            what="uninstalled",
            ok=None,
            say=f"{gone.team} on {gone.at:%Y-%m-%d}: all that is kept of it is deleted in the night after "
            f"{gone.at + keep.uninstalled:%Y-%m-%d %H:%M} UTC.",
            advice="Install the app again and start Sluice before that to keep it.",
        )
        for gone in await _ledger(settings, uninstalling.uninstalled)
    ]


async def _tables(settings: Settings) -> Finding:
    """How large each table is, and what grows."""
    found = await _ledger(settings, sizes.sizes)
    return Finding(
        what="tables", ok=True if found else None, say="; ".join(map(_words, found)) or "nothing is kept yet"
    )


def _words(size: Size) -> str:
    megabytes = f", {size.megabytes:,.1f} MB" if size.megabytes is not None else ""
    lately = f", {size.lately:,} of them in the last 30 days" if size.lately else ""
    return f"{size.table} {many(size.rows, 'row')}{megabytes}{lately}"


def _secrets(settings: Settings) -> Finding:
    try:
        check_secrets(settings.secrets)
    except BadSettings as bad:
        return Finding(what="secrets", ok=False, say="one is missing or wrong.", advice=str(bad))
    return Finding(what="secrets", ok=True, say="Socket Mode" if settings.socket_mode else "HTTP")


def _database(settings: Settings) -> Finding:
    url = settings.database
    return _sqlite(settings.secrets.sluice_home, url) if engine.is_sqlite(url) else _postgres(url)


def _postgres(url: str) -> Finding:
    try:
        opening.keeper(url)  # its packages are looked for as well
        with upgrading.transaction(url) as conn:
            version = conn.exec_driver_sql("show server_version").scalar()
            old = upgrading.outdated_form(conn)
    except (engine.Unreachable, ImportError) as no:
        why = engine.without_packages(no) if isinstance(no, ImportError) else no
        return Finding(what="database", ok=False, say=f"SLUICE_DATABASE_URL: {why}")
    where = engine.psycopg_url(url).host or "a local socket"
    return Finding(what="database", ok=True, say=f"PostgreSQL {version} at {where}{TO_UPGRADE if old else ''}")


def _folder(home: Path) -> Finding:
    """Look whether others on this machine can read what people wrote."""
    if data_folder.open_to_others(home):
        return Finding(
            what="folder", ok=False, say=f"Others on this machine may open {home}.", advice=f"Run: chmod -R go= {home}"
        )
    return Finding(what="folder", ok=True, say=f"{home} is its owner's alone")


def _user() -> Finding:
    """Look who runs this; the bot is started by the same one, as a rule."""
    if root_user.is_root():
        return Finding(what="user", ok=None, say=root_user.SEEN, advice=root_user.ADVICE)
    return Finding(what="user", ok=True, say="not root")


def _sqlite(home: Path, url: str) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not Path(url.removeprefix("sqlite:///")).exists():
            return Finding(what="database", ok=True, say=f"SQLite in {home}: the first start makes it")
        with upgrading.transaction(url) as conn:
            old = upgrading.outdated_form(conn)
    except Exception as error:  # whatever is wrong with a disk or a file is what we are here to tell
        return Finding(what="database", ok=False, say=f"{home}: {error}")
    return Finding(what="database", ok=True, say=f"SQLite in {home}{TO_UPGRADE if old else ''}")


def _disk(home: Path) -> Finding:
    try:
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free // 1_000_000
    except OSError as error:
        return Finding(
            what="disk",
            ok=False,
            say=f"{home}: {error.strerror}.",
            advice="Set SLUICE_HOME to a folder that can be written.",
        )
    advice = "" if free > LEAST else f"Make room: {LEAST} MB are the least."
    return Finding(
        what="disk", ok=free > LEAST, say=f"{free:,} MB free in {home}{'.' if advice else ''}", advice=advice
    )
