"""Local Slack and the bot, started for a test and driven over the real wire."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import sqlalchemy as sa

from bot import app
from bot.app import Sluice
from bot.demonstration.demo_settings import settings_for
from bot.demonstration.stage import local_config
from bot.given import Given
from bot.outbound.pacing import Pacer
from bot.setup.per_person import PerPerson
from bot.setup.settings import Settings
from bot.setup.sluice_toml import File
from localslack.config import Config
from localslack.server import LocalSlack
from storage.ledger.core.ledger import utc_now
from storage.ledger.work import newcomers
from tests.far_times import FAR_TIME
from tests.judges import judge_traffic
from tests.sqlite import lay_out

ALICE, BOB, CARA, GENERAL = "U01ALICE", "U02BOB", "U03CARA", "C01GEN"
Json = dict[str, Any]
QUICK: Json = {"undo_seconds": 0.5, "alone_minutes": 0, "per_person": PerPerson(commands_minute=0)}
PACED = bool(os.environ.get("SLUICE_PACED"))  # every test against Slack's own pace, by `make soak`


async def wait_for(look: Callable[[], Awaitable[Any]], what: str = "", within: float = 30.0) -> Any:
    """What `look` finds, as soon as it is something."""
    deadline = time.monotonic() + within * (6 if PACED else 1)
    while not (found := await look()):
        assert time.monotonic() < deadline, f"did not happen within {within:g} s: {what}"
        await asyncio.sleep(0.02)
    return found


@dataclass(slots=True)
class World:
    slack: LocalSlack
    bot: Sluice
    session: aiohttp.ClientSession

    async def act(self, verb: str, /, **given: Any) -> Json:
        async with self.session.post(f"{self.slack.url}/_control/{verb}", json=given) as got:
            answer: Json = await got.json()
            assert got.status == 200, answer
            return answer

    async def command(self, text: str, user: str = ALICE, channel: str = GENERAL) -> Json:
        """A slash command, for example “/assign writer: Memo”; what the bot answered."""
        name, _, rest = text.partition(" ")
        return await self.act("command", channel=channel, user=user, command=name, text=rest)

    async def said(self, text: str, user: str = ALICE, channel: str = GENERAL) -> str:
        """A slash command; the words of its answer."""
        answer = await self.command(text, user, channel)
        assert answer["status"] == 200, answer
        return words(answer["body"])

    def dm(self, user: str = ALICE) -> str:
        return str(self.slack.workspace.dm(user)["id"])

    def messages(self, channel: str) -> list[Json]:
        return self.slack.workspace.messages[channel]

    async def cards(self, user: str = ALICE, channel: str | None = None, at_least: int = 1) -> list[Json]:
        """The items with an Approve button that a person can act on, newest message last."""

        async def look() -> list[Json] | None:
            found = [card for m in self.messages(channel or self.dm(user)) for card in cards_of(m)]
            return found if len(found) >= at_least else None

        return list(await wait_for(look, f"{at_least} cards"))

    async def click(self, card: Json, text: str, user: str = ALICE) -> Json:
        """Click a button of a card, as it is drawn now."""
        message = card["message"]
        button = next(
            b
            for b in buttons(message)
            if b["text"]["text"] == text and (card["key"] is None or b["value"].split(".")[0] == card["key"])
        )
        return await self.press(message, button, user)

    async def press(self, message: Json, button: Json, user: str = ALICE) -> Json:
        return await self.act(
            "interact",
            channel=message["channel"],
            messageTs=message["ts"],
            user=user,
            action={k: button[k] for k in ("type", "action_id", "value")},
        )

    async def modal(self, user: str = ALICE, callback: str = "") -> Json:
        async def look() -> Json | None:
            stack = self.slack.workspace.views.get(user, [])
            return stack[-1] if stack and callback in ("", stack[-1]["callback_id"]) else None

        found: Json = await wait_for(look, f"modal {callback}")
        return found

    async def submit(self, view: Json, user: str = ALICE, **values: Any) -> Json:
        return await self.act("view-submit", user=user, viewId=view["id"], values=values)

    async def forge(self, view: Json, user: str = ALICE, **values: Any) -> Json:
        """Send a form that no client of Slack's would send."""
        return await self.act("view-submit", user=user, viewId=view["id"], values=values, forged=True)

    async def ephemeral(self, user: str, part: str) -> Json:
        async def look() -> Json | None:
            return next((m for m in self.slack.workspace.ephemerals.get(user, []) if part in words(m)), None)

        return dict(await wait_for(look, f"ephemeral with “{part}”"))

    async def message_with(self, part: str, channel: str | None = None, within: float = 30.0) -> Json:
        async def look() -> Json | None:
            return next((m for m in self.messages(channel or self.dm()) if part in words(m)), None)

        return dict(await wait_for(look, f"message with “{part}”", within))


def buttons(message: Json) -> list[Json]:
    found = []
    for block in message.get("blocks") or ():
        if block["type"] == "actions":
            found += block["elements"]
        if block.get("accessory"):
            found.append(block["accessory"])
    return [b for b in found if b["type"] == "button"]


def cards_of(message: Json) -> list[Json]:
    return [
        {"key": b["value"].split(".")[0], "value": b["value"], "message": message}
        for b in buttons(message)
        if b["text"]["text"] in ("Approve", "Retry")
    ]


def words(node: Any) -> str:
    """Every text of a message, a view or an answer."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "\n".join(words(n) for n in node)
    if isinstance(node, dict):
        return "\n".join(
            words(v)
            for k, v in node.items()
            if k
            in (
                "text",
                "blocks",
                "rows",
                "items",
                "elements",
                "fields",
                "accessory",
                "title",
                "label",
                "hint",
                "view",
                "errors",
                "files",
                "name",
                "details",
            )
        )
    return ""


@contextlib.asynccontextmanager
async def world(
    home: Path,
    *,
    transport: str = "http",
    database: str = "",
    config: Config | None = None,
    wall: Any = None,
    clock: Any = utc_now,
    pace: float = 1.0,
    workers: Any = None,
    critic: Any = None,
    load: Any = None,
    judged: bool = True,
    paced: bool = PACED,
    metrics: str = "off",
    veterans: Sequence[str] = (ALICE, BOB, CARA),
    **file: Any,
) -> AsyncIterator[World]:
    """A running bot on Local Slack, quick: half a second to undo unless the test says otherwise.

    Args:
        paced: whether Slack holds the app to its pace, and the app keeps to it.
        metrics: where /metrics is, as SLUICE_METRICS says it.
        veterans: who decides without being asked first whether they do.
        judged: whether every block that was sent is looked at by a judge who knows nothing of Local Slack's rules.
    """
    slack = LocalSlack(config=replace(config or local_config(), rate_limits=paced))
    base = await slack.start()
    if not database:
        lay_out(home)
    if wall is not None:  # its test sets the clock to the usual times
        file = {"times": File().times, **file}
    settings = configured(home, base, transport, database, **{**QUICK, **file})
    watched = settings.secrets.model_copy(update={"sluice_metrics": metrics})
    settings = settings.model_copy(update={"secrets": watched})
    if load is not None:
        named = settings.secrets.model_copy(update={"sluice_model": "test:scripted"})
        settings = settings.model_copy(update={"secrets": named})
    pacer = Pacer() if paced else Pacer(0.0, 0.0)
    given = Given(clock=clock, wall=wall, pace=pace, pacer=pacer, workers=workers, critic=critic, load=load)
    bot = await app.start(settings, given=given)
    for user in veterans:
        await bot.ledger.do(newcomers.took, "T01TEST", user)
    slack.connect(f"http://127.0.0.1:{bot.port}/slack/events")
    async with aiohttp.ClientSession() as session:
        try:
            yield World(slack, bot, session)
        finally:
            await bot.stop()
            await slack.stop()
    faults = judge_traffic(slack.workspace.log) if judged else []
    assert not faults, faults[:5]
    await asyncio.sleep(0.01)  # connections that were closed end in the loop's next turns


def configured(home: Path, base: str, transport: str = "http", database: str = "", **file: Any) -> Settings:
    from pydantic import SecretStr

    settings = settings_for(home, **{"times": (FAR_TIME,), **file})
    secrets = settings.secrets.model_copy(
        update={
            "slack_api_base_url": base,
            "sluice_model": "offline",
            "sluice_database_url": SecretStr(database),
            "slack_app_token": SecretStr("xapp-test-token" if transport == "socket" else ""),
        }
    )
    return settings.model_copy(update={"secrets": secrets})


async def count(sluice: World, table: sa.Table) -> int:
    """How many rows of the team's there are in a table of the ledger."""
    query = sa.select(sa.func.count()).select_from(table).where(table.c.team == "T01TEST")
    return int(await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar_one()))
