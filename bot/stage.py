"""Local Slack and the bot on one machine: where the demonstration plays."""

import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bot import app, manifest
from bot.app import Given, Sluice
from bot.posting import Pacer
from bot.settings import Settings, load
from localslack.server import LocalSlack
from localslack.settings import app_of
from localslack.workspace import Config

MANIFEST = Path(__file__).parent.parent / "manifest.yml"


class Failed(Exception):
    """The main job was not done."""


@dataclass(slots=True)
class Stage:
    """Local Slack and the bot, started together and stopped together."""

    slack: LocalSlack
    bot: Sluice
    home: Path
    session: aiohttp.ClientSession
    _parts: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def post(self, what: str, **given: Any) -> dict[str, Any]:
        """One act of a person, through the control API."""
        async with self.session.post(f"{self.slack.url}/_control/{what}", json=given) as got:
            answer: dict[str, Any] = await got.json()
        if got.status != 200 or answer.get("status") != 200:
            raise Failed(f"{what} {given}: {answer}")
        return answer

    async def get(self, what: str) -> Any:
        async with self.session.get(f"{self.slack.url}/_control/{what}") as got:
            return await got.json()

    async def close(self) -> None:
        await self._parts.aclose()


def local_config(rate_limits: bool = False) -> Config:
    """Return the default workspace with the app that manifest.yml describes."""
    lacks = manifest.missing(yaml.safe_load(MANIFEST.read_text("utf-8")))
    return Config(app=app_of(MANIFEST), missing=tuple(lacks), rate_limits=rate_limits)


async def stage(settings: Settings, port: int, pace: float = 1.0, pacer: Pacer | None = None) -> Stage:
    parts = contextlib.AsyncExitStack()
    async with parts:
        slack = LocalSlack(local_config(rate_limits=True))
        base = await slack.start(port=port)
        parts.push_async_callback(slack.stop)
        secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
        began = datetime.now(UTC)

        def wall() -> datetime:
            return began + (datetime.now(UTC) - began) * pace

        given = Given(wall=wall, pace=pace, pacer=pacer)
        bot = await app.start(settings.model_copy(update={"secrets": secrets}), given=given)
        parts.push_async_callback(bot.stop)
        slack.connect(f"http://127.0.0.1:{bot.port}/slack/events")
        session = await parts.enter_async_context(aiohttp.ClientSession())
        return Stage(slack, bot, settings.secrets.sluice_home, session, parts.pop_all())
    raise AssertionError("unreachable")


def settings_for(home: Path, **file: Any) -> Settings:
    """The demonstration's settings: Local Slack's tokens, and nothing from this machine's environment but the model."""
    settings = load(
        slack_bot_token="xoxb-test-token",
        slack_app_token="",
        slack_signing_secret="test-signing-secret",
        sluice_host="127.0.0.1",
        sluice_port=0,
        sluice_home=home,
        sluice_config=home / "sluice.toml",
        sluice_database_url="",
    )
    return settings.model_copy(update={"file": settings.file.model_copy(update=file)})
