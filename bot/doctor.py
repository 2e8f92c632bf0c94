"""What an installation needs, looked at one by one, with what to do where something is missing."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from agents import models
from bot.settings import BadSettings, Settings, check_secrets
from bot.slack import scopes
from storage import engine

NEEDED = frozenset(
    {"app_mentions:read", "chat:write", "commands", "files:read", "files:write", "im:history", "im:write", "users:read"}
)
SKEW = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    ok: bool
    say: str


async def examine(settings: Settings, clock: Callable[[], float] = time.time) -> list[Finding]:
    return [_secrets(settings), *await _slack(settings, clock), _database(settings), await _model(settings)]


def _secrets(settings: Settings) -> Finding:
    try:
        check_secrets(settings.secrets)
    except BadSettings as bad:
        return Finding("secrets", False, str(bad))
    return Finding("secrets", True, "Socket Mode" if settings.socket_mode else "HTTP")


async def _slack(settings: Settings, clock: Callable[[], float]) -> list[Finding]:
    client = AsyncWebClient(
        token=settings.secrets.slack_bot_token.get_secret_value(), base_url=settings.api, timeout=10, retry_handlers=[]
    )
    try:
        answer = await client.api_call("auth.test")
    except SlackApiError as error:
        return [
            Finding("slack", False, f"auth.test: {error.response.get('error')}. Reinstall the app and copy its token.")
        ]
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [Finding("slack", False, f"{settings.api} can't be reached: {error}")]
    granted = frozenset(scopes(answer.headers))
    missing = NEEDED - granted if granted else frozenset[str]()
    found = [
        Finding("slack", True, f"{answer.get('team')} as {answer.get('user')}"),
        Finding(
            "scopes",
            not missing,
            f"missing: {', '.join(sorted(missing))}. Update the app from manifest.yml."
            if missing
            else "all there"
            if granted
            else "not told by this server",
        ),
    ]
    date = answer.headers.get("Date")
    if date:
        skew = abs(clock() - parsedate_to_datetime(date).timestamp())
        found.append(
            Finding(
                "clock",
                skew < SKEW,
                f"{skew:.0f} s from Slack's"
                + ("" if skew < SKEW else ": set this machine's clock, signatures depend on it"),
            )
        )
    return found


def _database(settings: Settings) -> Finding:
    url = settings.database
    return _sqlite(settings.secrets.sluice_home, url) if engine.is_sqlite(url) else _postgres(url)


def _postgres(url: str) -> Finding:
    try:
        writer = engine.writer(url)
        engine.migrate(writer)
        with writer.connect() as conn:
            version = conn.exec_driver_sql("show server_version").scalar()
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


async def _model(settings: Settings) -> Finding:
    choice = await models.choose(settings.secrets.sluice_model, settings.keys)
    if not choice.name:
        return Finding("model", True, f"offline worker ({choice.why}); set a provider key or SLUICE_MODEL for more")
    try:
        models.load(choice.name)
    except models.NoSuchModel as no:
        return Finding("model", False, str(no))
    return Finding("model", True, f"{choice.name} ({choice.why})")
