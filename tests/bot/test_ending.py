"""`sluice run` as a process: a wrong token is told in one line, and a signal ends it whatever it is at."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.demonstration.stage import local_config
from localslack.server import LocalSlack
from tests.bot.providers import serving
from tests.faults.processes import ROOT, free_port
from tests.world import ALICE, GENERAL

Process = asyncio.subprocess.Process


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    local = LocalSlack(config=local_config())
    await local.start()
    yield local
    await local.stop()


@contextlib.asynccontextmanager
async def running(home: Path, base: str, *command: str, **env: str) -> AsyncIterator[Process]:
    """Sluice as a person starts it, with nothing of this test's own environment."""
    own = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-test-token",
        "SLACK_APP_TOKEN": "xapp-test-token",
        "SLACK_API_BASE_URL": base,
        "SLUICE_HOME": str(home),
        "SLUICE_METRICS": "off",
        "SLUICE_MODEL": "offline",
        **env,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *(command or ("run",)), env=own, cwd=home, stdout=-1, stderr=-2
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ended(process: Process, within: float = 60.0) -> tuple[int, str]:
    output, _ = await asyncio.wait_for(process.communicate(), within)
    assert process.returncode is not None
    return process.returncode, output.decode()


async def line_with(process: Process, part: str) -> str:
    """Read what a process prints until a line has these words."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while part not in (line := (await process.stdout.readline()).decode()):
            assert line, f"it ended without “{part}”"
    return line


@pytest.mark.parametrize(
    "error, advice", [("", "Slack does not know SLACK_APP_TOKEN"), ("not_allowed_token_type", "is no app-level token")]
)
async def test_a_wrong_app_token_is_one_line_and_the_end(
    slack: LocalSlack, tmp_path: Path, error: str, advice: str
) -> None:
    if error:
        slack.faults.order({"what": "error", "method": "apps.connections.open", "value": error})
    async with running(tmp_path, slack.url, "run", "--log", "error", SLACK_APP_TOKEN="xapp-wrong") as process:
        code, text = await ended(process)
    assert code == 1 and "Traceback" not in text
    (line,) = text.splitlines()
    assert advice in line and "api.slack.com/apps" in line


async def test_a_wrong_bot_token_is_one_line_before_all_else(slack: LocalSlack, tmp_path: Path) -> None:
    slack.faults.order({"what": "error", "method": "auth.test", "value": "invalid_auth"})
    async with running(tmp_path, slack.url) as process:
        code, text = await ended(process)
    (line,) = text.splitlines()
    assert code == 1 and "SLACK_BOT_TOKEN" in line


@contextlib.asynccontextmanager
async def dead_socket() -> AsyncIterator[str]:
    """A Slack that gives addresses of sockets where nothing listens."""

    async def answer(request: web.Request) -> web.Response:
        who = {"team_id": "T01TEST", "team": "Test", "user_id": "U0BOT", "bot_id": "B0BOT"}
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{free_port()}/?ticket=1", **who})

    served = web.Application()
    served.router.add_route("*", "/api/{method}", answer)
    async with serving(served) as address:
        yield address


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("phase", ["importing", "no slack", "no socket", "dead address", "connected"])
async def test_a_signal_ends_it_in_any_phase(
    slack: LocalSlack, tmp_path: Path, name: signal.Signals, phase: str
) -> None:
    base = f"http://127.0.0.1:{free_port()}" if phase == "no slack" else slack.url
    if phase == "no socket":
        slack.faults.order(
            {"what": "error", "method": "apps.connections.open", "value": "internal_error", "times": 999}
        )
    async with contextlib.AsyncExitStack() as parts:
        if phase == "dead address":
            base = await parts.enter_async_context(dead_socket())
        process = await parts.enter_async_context(running(tmp_path, base))
        match phase:
            case "importing":
                await line_with(process, "event='model'")
            case "no slack":
                await line_with(process, "slack.away")
            case "no socket" | "dead address":
                await line_with(process, "socket.not_open")
            case _:
                await line_with(process, "Sluice is ready")
        began = time.monotonic()
        process.send_signal(name)
        code, text = await ended(process)
    assert code == 0 and "Traceback" not in text and "Stopping" in text
    assert time.monotonic() - began < 10


@contextlib.asynccontextmanager
async def silent_provider() -> AsyncIterator[tuple[str, asyncio.Event]]:
    """A provider that takes every question and answers none; its address, and whether it was asked."""
    asked = asyncio.Event()

    async def wait(request: web.Request) -> web.Response:
        asked.set()
        await asyncio.sleep(3600)
        return web.Response()

    served = web.Application()
    served.router.add_post("/v1/chat/completions", wait)
    async with serving(served) as address:
        yield f"{address}/v1", asked


@pytest.mark.parametrize("signals", [1, 2])
async def test_work_is_waited_for_and_a_second_signal_ends_it_at_once(
    slack: LocalSlack, tmp_path: Path, signals: int
) -> None:
    async with silent_provider() as (address, asked):
        model = {"SLUICE_MODEL": "openai:gpt-x", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": address}
        async with running(tmp_path, slack.url, **model) as process:
            await line_with(process, "Sluice is ready")
            async with aiohttp.ClientSession() as session:
                memo = {"channel": GENERAL, "user": ALICE, "command": "/assign", "text": "writer: Memo on the price"}
                await session.post(f"{slack.url}/_control/command", json=memo)
            await asyncio.wait_for(asked.wait(), 20)
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            await line_with(process, "Stopping")
            if signals == 2:
                process.send_signal(signal.SIGTERM)
            code, text = await ended(process, 22)
    assert "Traceback" not in text
    assert time.monotonic() - began < (10 if signals == 2 else 25)
    assert (code != 0) is (signals == 2)


@pytest.mark.parametrize("command, setting", [("run", "SLUICE_PORT"), ("demo", "SLUICE_DEMO_PORT")])
async def test_a_taken_port_is_one_line(slack: LocalSlack, tmp_path: Path, command: str, setting: str) -> None:
    taken = slack.url.rpartition(":")[2]
    env = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "test-signing-secret", setting: taken}
    log = ("--log", "error") if command == "run" else ()
    async with running(tmp_path, slack.url, command, *log, **env) as process:
        code, text = await ended(process)
    assert code == 1 and len(text.splitlines()) == 1
    assert f"{taken} is taken" in text and setting in text


@pytest.mark.parametrize("signals", [1, 2])
async def test_ctrl_c_ends_the_demonstration_while_a_model_writes(tmp_path: Path, signals: int) -> None:
    async with silent_provider() as (address, asked):
        model = {"SLUICE_MODEL": "openai:gpt-x", "OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": address}
        port = str(free_port())
        async with running(tmp_path, "", "demo", TMPDIR=str(tmp_path), SLUICE_DEMO_PORT=port, **model) as process:
            await asyncio.wait_for(asked.wait(), 30)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            await line_with(process, "Stopping")
            if signals == 2:
                process.send_signal(signal.SIGINT)
            _, text = await ended(process)
    assert time.monotonic() - began < 8 and "Traceback" not in text
    assert not list(tmp_path.glob("sluice-demo-*"))


WRITING = """
import asyncio, time
from bot.operations.ending import Ending

async def main():
    ending = Ending(within=1.0)
    writing = asyncio.create_task(asyncio.to_thread(time.sleep, 600))
    await asyncio.sleep(0.1)
    print("writing", flush=True)
    await ending.told()
    writing.cancel()

asyncio.run(main())
"""


async def test_a_thread_that_can_not_be_stopped_does_not_hold_the_process(tmp_path: Path) -> None:
    """As the embedded model's, which writes in native code."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WRITING, env={"PYTHONPATH": str(ROOT)}, stdout=-1, stderr=-2
    )
    await line_with(process, "writing")
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    code, text = await ended(process)
    assert code == 0 and "Stopping" in text and "Traceback" not in text
    assert time.monotonic() - began < 8


async def test_the_log_at_debug_has_a_line_for_each_request_job_and_call(slack: LocalSlack, tmp_path: Path) -> None:
    async with running(tmp_path, slack.url, "run", "--log", "debug") as process:
        await line_with(process, "Sluice is ready")
        await slack.acting.command(GENERAL, ALICE, "/assign", "writer: Memo on prices")
        assert " ms=" in await line_with(process, "event='request' kind='command' name='/assign'")
        assert " ms=" in await line_with(process, "event='job' kind='attempt'")
        assert " ms=" in await line_with(process, "event='job' kind=")
        await slack.acting.command(GENERAL, ALICE, "/collect", "now")
        assert " ms=" in await line_with(process, "event='slack.call' method='chat.postMessage'")
