"""A running bot whose agents' process does not stay up: who runs it hears of it, and people are served."""

import contextlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import psutil
import pytest

from bot import app
from bot.demonstration.stage import local_config
from bot.given import Given
from bot.inbound import health
from bot.outbound.pacing import Pacer
from bot.setup import apart
from localslack.server import LocalSlack
from tests.bot.test_metrics import got, value
from tests.faults.processes import free_port
from tests.world import ALICE, QUICK, World, configured, wait_for, words

ENDS_AT_ITS_START = "raise SystemExit(1)"
BEGINS_AND_ENDS = "from tests.bot.flapping_agents import main; main()"


@contextlib.asynccontextmanager
async def running(home: Path, place: str, command: Path) -> AsyncIterator[World]:
    """A bot whose agents' process is begun by what stands in a file."""
    slack = LocalSlack(config=local_config())
    settings = configured(home, await slack.start(), "http", "", admins=(ALICE,), **QUICK)
    named = {"sluice_metrics": place, "sluice_model": "test:scripted"}
    settings = settings.model_copy(update={"secrets": settings.secrets.model_copy(update=named)})
    agents = sys.executable, "-c", f"exec(open({str(command)!r}).read())"
    bot = await app.start(settings, given=Given(pacer=Pacer(0.0, 0.0), agents=agents))
    slack.connect(f"http://127.0.0.1:{bot.port}/slack/events")
    async with aiohttp.ClientSession() as session:
        yield World(slack, bot, session)
    await bot.stop()
    await slack.stop()


@pytest.mark.parametrize("breaks", [ENDS_AT_ITS_START, BEGINS_AND_ENDS], ids=["is not begun", "ends each time"])
async def test_administrators_and_monitors_hear_of_it_and_that_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str
) -> None:
    for name, seconds in {"TOLD": 1.0, "LONG": 3.0, "LOOK": 0.2}.items():
        monkeypatch.setattr(apart, name, seconds)
    monkeypatch.setattr(apart, "PAUSES", (0.1,))
    monkeypatch.setattr(health, "DOWN", 1.0)
    command, place = tmp_path / "command.py", f"127.0.0.1:{free_port()}"
    command.write_text(works := "from tests.bot.scripted_agents import run; run()")
    async with running(tmp_path, place, command) as sluice:
        assert await got(sluice, f"http://{place}/health") == (200, '{"ok": true}')
        command.write_text(breaks)
        next(child for child in psutil.Process().children() if "command.py" in str(child.cmdline())).kill()
        told = words(await sluice.message_with("No agent is at work: the agents' process does not stay up."))
        assert ("ended at its start" if breaks == ENDS_AT_ITS_START else "ends by itself soon after each start") in told
        assert "T-1" in await sluice.said("/assign writer: The memo")
        status, said = await got(sluice, f"http://{place}/health")
        assert status == 200 and "has not stayed up for" in json.loads(said)["agents"]
        _, measures = await got(sluice, f"http://{place}/metrics")
        assert value(measures, "sluice_agents_down_seconds") >= 1
        command.write_text(works)
        await sluice.message_with("Agents are at work again")

        async def is_up() -> bool:
            return await got(sluice, f"http://{place}/health") == (200, '{"ok": true}')

        await wait_for(is_up, "its health")
        said_of_it = [m for m in sluice.messages(sluice.dm()) if "the agents' process" in words(m)]
        assert len(said_of_it) == 2  # once each, however often it was tried
