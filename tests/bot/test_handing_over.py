"""The agents' process: what it is given of the settings, and that one which does not move is begun again."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import psutil
import pytest
from pydantic import SecretStr

from agents.apart import calls
from agents.apart.line import HEAD, Line
from agents.apart.staff_apart import Apart
from agents.roster.built_in import BUILT_IN
from bot.demonstration.demo_settings import settings_for
from bot.setup import apart
from bot.setup.apart import AgentsProcess
from bot.setup.handing_over import SLACK, from_json, to_json
from bot.setup.settings import Settings, load
from storage.engine import sqlite_url
from storage.jobs.port import Crashed
from tests.agents.given import assignment
from tests.conftest import new_ledger

FILE = """
admins = ["U01ALICE"]
times = ["9:00", "13:30"]
critic_model = "openai:gpt-x"
[agents.writer]
description = "Writes"
tools = ["files", "mcp:orders", "repository"]
minutes = 0.5
[prices]
"openai:gpt-x" = { input = 1.5, output = 2 }
[budget]
person_day = 10
[repositories.app]
path = "/srv/app"
test = "make test"
env = ["HUB_TOKEN"]
[mcp.orders]
command = "orders"
env = { KEY = "${ORDERS_KEY}" }
[keep]
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    file = tmp_path / "sluice.toml"
    file.write_text(FILE)
    for name, value in {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "OPENAI_API_KEY": "sk-1",
        "BRAVE_API_KEY": "brave-1",
        "ORDERS_KEY": "order-1",
        "HUB_TOKEN": "hub-\udcff",
        "SLUICE_DATABASE_URL": "postgresql://me:secret@db/sluice",
        "SLUICE_HOME": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    return load(sluice_config=file)


def test_settings_come_as_they_are_without_slacks_secrets(settings: Settings) -> None:
    there = from_json(to_json(settings))
    for name in SLACK:
        assert getattr(there.secrets, name) == SecretStr("")
    secrets = there.secrets.model_copy(update={name: getattr(settings.secrets, name) for name in SLACK})
    assert there.model_copy(update={"secrets": secrets}) == settings
    assert there.variables == settings.variables and there.variables["HUB_TOKEN"] == "hub-\udcff"
    assert there.file.mcp["orders"].env == {"KEY": "order-1"}
    assert "xoxb-1" not in to_json(settings) and "xapp-1" not in to_json(settings)


def test_what_a_secret_is_called_by_slack_is_left_out(settings: Settings) -> None:
    assert set(SLACK) == {n for n in type(settings.secrets).model_fields if n.startswith("slack_") and "url" not in n}


async def test_a_process_that_ends_as_soon_as_it_has_begun_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = socket.socketpair()
    said = calls.BEGIN.pack_result("")
    theirs.send(HEAD.pack(len(said), 2, 1, 0) + said)
    theirs.shutdown(socket.SHUT_WR)
    ledger = new_ledger(sqlite_url(tmp_path))
    process = AgentsProcess(settings_for(tmp_path), ledger, {}, ())
    carries = process._carry

    async def spawned(courses: Any) -> Any:
        line = Line(*await asyncio.open_unix_connection(sock=ours), MagicMock())
        return apart._Running(MagicMock(), line, asyncio.create_task(carries(line)))

    monkeypatch.setattr(process, "_spawned", spawned)
    assert await process.begin() == apart.AT_ITS_START
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(process.apart.ready(), 0.1)
    theirs.close()
    ledger.close()


async def test_who_waits_for_a_process_is_not_woken_by_one_that_is_gone() -> None:
    afar, line, other = Apart(), MagicMock(), MagicMock()
    waiting = asyncio.create_task(afar.ready())
    await asyncio.sleep(0)
    afar.connect(line, {})
    afar.disconnect()
    await asyncio.sleep(0.01)
    assert not waiting.done()
    afar.connect(other, {})
    assert await waiting is other


@pytest.mark.parametrize("line_is_over", [False, True])
async def test_an_agents_process_that_does_not_move_is_ended_and_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line_is_over: bool
) -> None:
    monkeypatch.setattr(apart, "LOOK", 0.2)
    monkeypatch.setattr(apart, "SILENT", 1.0)
    ledger = new_ledger(sqlite_url(tmp_path))
    command = (sys.executable, "-m", "tests.bot.scripted_agents")
    process = AgentsProcess(settings_for(tmp_path), ledger, dict.fromkeys(BUILT_IN, "test:scripted"), command)
    assert await process.begin() == ""
    keeping = asyncio.create_task(process.keep())
    (first,) = (child.pid for child in psutil.Process().children() if "scripted_agents" in str(child.cmdline()))
    os.kill(first, signal.SIGSTOP)
    asking = asyncio.create_task(process.apart.ask(calls.UNHEARD, "writer", assignment(), given=assignment()))
    await asyncio.sleep(0.05)
    if line_is_over:  # it can't see that
        (await process.apart.ready()).close()
    with pytest.raises(Crashed):
        await asyncio.wait_for(asking, 10)
    again = process.apart.ask(calls.UNHEARD, "writer", assignment(), given=assignment())
    assert await asyncio.wait_for(again, 20) == ()
    assert not psutil.pid_exists(first)
    keeping.cancel()
    await process.end()
    ledger.close()
