"""kill -9 while an MCP server's tool does something outside: it is not called a second time unless that is safe, or a
person says so."""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from localslack.server import LocalSlack
from tests.faults.models import Model
from tests.faults.processes import ROOT, Process
from tests.world import World, buttons, wait_for, words

SERVER = str(ROOT / "tests" / "tools" / "mcp_server.py")
SETTINGS = """
suggest = false

[agents.writer]
description = "Writes"
tools = ["mcp:orders"]

[mcp.orders]
command = "{python}"
args = ["{server}", "stdio"]
env = {{ ORDERS_DONE = "{done}", ORDERS_SECONDS = "{seconds}" }}
labels = []
"""
HAND_IN = {"title": "Memo", "summary": "It is paid back", "body": "Order 7 is settled."}


async def next_call(body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Call the tool that the brief names, hear its answer, and hand in."""
    wanted = next(t for t in ("refund", "charge") if t in json.dumps(body["messages"]))
    if body["messages"][-1]["role"] == "tool":
        return "Deliverable", HAND_IN
    return f"orders_{wanted}", {"number": 7, **({"euros": 39} if wanted == "refund" else {})}


class Shop:
    """A bot as a process, and what its MCP server has done."""

    def __init__(self, home: Path, world: World, url: str, env: dict[str, str]) -> None:
        self.log, self.home, self.world, self.url, self.env = home / "done", home, world, url, env
        self.process: Process | None = None

    async def start(self, seconds: float = 0) -> None:
        self.process = Process(self.home, self.world.slack, url=self.url, **self.env)
        said = SETTINGS.format(python=sys.executable, server=SERVER, done=self.log, seconds=seconds)
        with (self.home / "sluice.toml").open("a") as file:
            file.write(said)
        await self.process.start()

    def done(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    async def killed_while_it_calls(self) -> None:
        """kill -9, once the tool has done its work, and before its answer."""

        async def begun() -> bool:
            return bool(self.done())

        await wait_for(begun, "the tool is called", 60)
        assert self.process is not None
        await self.process.kill()

    async def press(self, label: str) -> str:
        """Press the newest button of a name in the direct messages; the words of its message."""

        async def look() -> tuple[Any, Any] | None:
            messages = self.world.messages(self.world.dm())
            return next(((m, b) for m in reversed(messages) for b in buttons(m) if b["text"]["text"] == label), None)

        message, button = await wait_for(look, label, 60)
        await self.world.press(message, button)
        return words(message)


@pytest.fixture
async def shop(tmp_path: Path, slack: LocalSlack, postgres_url: str) -> AsyncIterator[Shop]:
    async with Model(next_call) as model, aiohttp.ClientSession() as session:
        made = Shop(tmp_path, World(slack, None, session), postgres_url, model.env)  # type: ignore[arg-type]
        yield made
        if made.process is not None:
            await made.process.kill()


async def begin(shop: Shop, tool: str) -> None:
    """Let a tool be called, and the process be killed before its answer; another takes its place."""
    await shop.start(seconds=20)
    await shop.world.said(f"/assign writer: {tool} order 7; urgent")
    await shop.press("Allow once")
    await shop.killed_while_it_calls()
    await shop.start()


async def test_what_a_tool_did_is_not_done_again_before_a_person_says_so(shop: Shop) -> None:
    await begin(shop, "refund")
    shown = await shop.press("Stop")
    assert "its answer is lost: I do not know whether it was done" in shown
    assert '"euros": 39' in shown and "It called orders_refund with:" in shown
    assert "nobody knows whether orders_refund was done" in await shop.press("Retry")
    await shop.press("It was done, go on")  # a Retry asks anew
    await shop.world.message_with("It is paid back")
    assert [line.split()[0] for line in shop.done()] == ["refund"]


@pytest.mark.parametrize("postgres_url", ["sqlite"], indirect=True)
async def test_what_takes_a_key_is_called_again_with_the_same(shop: Shop) -> None:
    await begin(shop, "charge")
    await shop.world.message_with("It is paid back", within=60)
    first, second = shop.done()
    assert first == second
    assert len(first.split()[-1]) == 36
