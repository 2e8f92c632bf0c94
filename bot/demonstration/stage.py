"""Local Slack and the bot on one machine: where the demonstration plays."""

import contextlib
import errno
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bot import app
from bot.app import Sluice
from bot.demonstration.waiting import PATIENCE, Failed
from bot.given import Given
from bot.setup import lacking
from bot.setup.settings import Settings
from bot.setup.shipped_manifest import FILE, shipped
from localslack.config import Config
from localslack.manifest_file import app_of
from localslack.server import LocalSlack


@dataclass(slots=True, kw_only=True)
class Stage:
    """Local Slack and the bot, started together and stopped together.

    Attributes:
        patience: seconds that a step may take.
    """

    slack: LocalSlack
    bot: Sluice
    home: Path
    session: aiohttp.ClientSession
    patience: float = PATIENCE
    _parts: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def post(self, what: str, **given: Any) -> dict[str, Any]:
        """Do one act of a person through the control API; return its answer."""
        async with self.session.post(f"{self.slack.url}/_control/{what}", json=given) as got:
            answer: dict[str, Any] = await got.json()
        if got.status != 200 or answer.get("status") != 200:
            raise Failed(f"{what} {given}: {answer}")
        return answer

    async def get(self, what: str) -> Any:
        """Return what the control API of Local Slack answers to a GET request, read from JSON."""
        async with self.session.get(f"{self.slack.url}/_control/{what}") as got:
            return await got.json()

    async def command(self, user: str, line: str) -> None:
        """Let a person run a slash command in their direct messages with the app."""
        name, _, text = line.partition(" ")
        await self.post("command", channel=self.dm(user), user=user, command=name, text=text)

    def dm(self, user: str) -> str:
        """Return the id of a person's direct messages with the app."""
        return str(self.slack.workspace.dm(user)["id"])

    def names(self) -> dict[str, str]:
        """Return what people call each person and each channel, by id."""
        known = self.slack.workspace
        return {u: str(user["name"]) for u, user in known.users.items()} | {
            c: f"#{channel['name']}" for c, channel in known.channels.items() if channel["is_channel"]
        }

    async def close(self) -> None:
        """End the bot and Local Slack."""
        await self._parts.aclose()


def local_config(rate_limits: bool = False) -> Config:
    """Return the default workspace with the app that manifest.yml describes."""
    lacks = lacking.missing(shipped())
    return Config(app=app_of(FILE), missing=tuple(lacks), rate_limits=rate_limits)


async def stage(settings: Settings, port: int, given: Given | None = None) -> Stage:
    """Start Local Slack and the bot.

    Args:
        port: where the page is; 0 for any that is free.
        given: with `pace`, how much faster the clock of collections runs.

    Raises:
        Failed: the port can't be used.
    """
    parts, given = contextlib.AsyncExitStack(), given or Given()
    async with parts:
        slack = LocalSlack(config=local_config(rate_limits=True))
        base = await _listen(slack, port)
        parts.push_async_callback(slack.stop)
        secrets = settings.secrets.model_copy(update={"slack_api_base_url": base})
        began, pace = datetime.now(UTC), given.pace

        def wall() -> datetime:
            return began + (datetime.now(UTC) - began) * pace

        bot = await app.start(settings.model_copy(update={"secrets": secrets}), given=replace(given, wall=wall))
        parts.push_async_callback(bot.stop)
        slack.connect(f"http://127.0.0.1:{bot.port}/slack/events")
        session = await parts.enter_async_context(aiohttp.ClientSession())
        return Stage(slack=slack, bot=bot, home=settings.secrets.sluice_home, session=session, _parts=parts.pop_all())
    raise AssertionError("unreachable")


async def _listen(slack: LocalSlack, port: int) -> str:
    try:
        return await slack.start(port=port)
    except OSError as error:
        await slack.stop()
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        why = "is taken" if error.errno == errno.EADDRINUSE else "can't be used"
        way = "set SLUICE_DEMO_PORT=… to another port, or stop what uses it." if taken else str(error.strerror)
        raise Failed(f"Port {port} {why}: {way}") from None
