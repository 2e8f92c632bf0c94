"""kill -9 at random moments of a mixed load: what was acknowledged is there, nothing is doubled, work goes on."""

import asyncio
import contextlib
import os
import random
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.stage import local_config
from localslack.server import LocalSlack
from tests.faults import invariants
from tests.world import ALICE, GENERAL, buttons, words

ROOT = Path(__file__).parents[2]
NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\n"
BACK_WITHIN = 5.0  # seconds from the restart to work going on


class Process:
    """`sluice run` as a process of its own, that can be killed."""

    def __init__(self, home: Path, slack: LocalSlack, socket_mode: bool = False) -> None:
        self.home, self.slack, self.port = home, slack, free_port()
        self.running: asyncio.subprocess.Process | None = None
        self.socket_mode = socket_mode
        (home / "sluice.toml").write_text('undo_seconds = 0.3\nlimit = 100\ntimes = ["9:00"]\npost_seconds = 0.1\n')

    async def start(self) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "SLACK_BOT_TOKEN": "xoxb-test-token",
            "SLACK_SIGNING_SECRET": "test-signing-secret",
            "SLACK_APP_TOKEN": "xapp-test-token" if self.socket_mode else "",
            "SLACK_API_BASE_URL": self.slack.url,
            "SLUICE_PORT": str(self.port),
            "SLUICE_HOST": "127.0.0.1",
            "SLUICE_HOME": str(self.home),
            "SLUICE_CONFIG": str(self.home / "sluice.toml"),
            "SLUICE_MODEL": "offline",
        }
        self.running = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--log",
            "error",
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self.running.stdout is not None
        line = await asyncio.wait_for(self.running.stdout.readline(), 20)
        assert b"ready" in line
        if not self.socket_mode:
            self.slack.connect(f"http://127.0.0.1:{self.port}/slack/events")

    async def kill(self, how: int = signal.SIGKILL) -> int:
        assert self.running is not None
        self.running.send_signal(how)
        return await asyncio.wait_for(self.running.wait(), 30)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Load:
    """People who assign and decide all the time, and remember what was acknowledged."""

    def __init__(self, slack: LocalSlack, seed: int) -> None:
        self.slack, self.dice = slack, random.Random(seed)
        self.tasks, self.decisions = set[str](), set[str]()
        self.on = True

    async def run(self) -> None:
        while self.on:
            with contextlib.suppress(aiohttp.ClientError):
                await (self.assign() if self.dice.random() < 0.5 else self.decide())
            await asyncio.sleep(self.dice.uniform(0.0, 0.08))

    async def assign(self) -> None:
        answer = await self.slack.acting.command(
            GENERAL, ALICE, "/assign", f"writer: Memo {self.dice.random()}\n{NOTES}"
        )
        if answer.ok and "T-" in words(answer.body):
            self.tasks.add(words(answer.body["blocks"][0]).split(" ")[0].strip("*"))
        if self.dice.random() < 0.2:
            await self.slack.acting.command(GENERAL, ALICE, "/collect", "now")

    async def decide(self) -> None:
        messages = self.slack.workspace.messages[self.slack.workspace.dm(ALICE)["id"]]
        found = [(m, b) for m in messages[-20:] for b in buttons(m) if b["action_id"] in ("approve", "reject")]
        if not found:
            return
        message, button = self.dice.choice(found)
        answer = await self.slack.acting.interact(
            message["channel"],
            message["ts"],
            ALICE,
            {"type": "button", "action_id": button["action_id"], "value": button["value"]},
        )
        if answer.ok:
            self.decisions.add(button["value"].split(".")[0])


@pytest.fixture
async def slack() -> AsyncIterator[LocalSlack]:
    made = LocalSlack(local_config())
    await made.start()
    yield made
    await made.stop()


def all_messages(slack: LocalSlack) -> list:
    return [m for held in slack.workspace.messages.values() for m in held]


async def killed(home: Path, slack: LocalSlack, kills: int, seed: int, socket_mode: bool = False) -> dict[str, int]:
    """So many kills under load, the invariants after each; what the kills fell on."""
    slow = {"what": "delay", "method": "chat.postMessage", "value": 0.2, "times": 10_000}
    slack.faults.order(slow)  # so that kills fall on a post being sent, too
    process, load, dice = Process(home, slack, socket_mode), Load(slack, seed), random.Random(seed)
    hit = {"running": 0, "sending": 0}
    await process.start()
    people = [asyncio.create_task(load.run()) for _ in range(3)]
    for _ in range(kills):
        await asyncio.sleep(dice.uniform(0.05, 0.6))
        await process.kill()
        hit["running"] += invariants.rows(home, "select count(*) from job where state = 'running'")[0][0] > 0
        hit["sending"] += invariants.rows(home, "select count(*) from post where state = 'sending'")[0][0] > 0
        invariants.check(home, set(load.tasks), set(load.decisions), all_messages(slack))
        await process.start()
    load.on = False
    await asyncio.gather(*people)
    began = time.monotonic()
    while not invariants.settled(home):
        assert time.monotonic() - began < 120, "I7: something is stuck"
        await asyncio.sleep(0.1)
    assert await process.kill(signal.SIGTERM) == 0
    invariants.check(home, load.tasks, load.decisions, all_messages(slack))
    assert len(load.tasks) > kills
    assert load.decisions
    return hit


async def test_twenty_kills(tmp_path: Path, slack: LocalSlack) -> None:
    hit = await killed(tmp_path, slack, 20, seed=3)
    assert hit["running"] > 0, "no kill fell on a running job: the test shows nothing"
    assert hit["sending"] > 0, "no kill fell on a post being sent: the test shows nothing"


@pytest.mark.soak
async def test_two_hundred_kills(tmp_path: Path, slack: LocalSlack) -> None:
    hit = await killed(tmp_path, slack, 200, seed=11)
    assert min(hit.values()) > 3


async def test_work_goes_on_within_seconds_of_a_restart(tmp_path: Path, slack: LocalSlack) -> None:
    process = Process(tmp_path, slack)
    await process.start()
    for n in range(3):
        await slack.acting.command(GENERAL, ALICE, "/assign", f"writer: Memo {n}\n{NOTES}")
    await process.kill()
    began = time.monotonic()
    await process.start()
    while not invariants.settled(tmp_path):
        await asyncio.sleep(0.05)
        assert time.monotonic() - began < BACK_WITHIN + 10
    assert invariants.rows(tmp_path, "select count(*) from task where state = 'ready'") == [(3,)]
    await process.kill()


async def test_a_second_process_on_the_same_ledger_is_refused(tmp_path: Path, slack: LocalSlack) -> None:
    first = Process(tmp_path, slack)
    await first.start()
    second = Process(tmp_path, slack)
    with pytest.raises(AssertionError):
        await second.start()
    assert second.running is not None
    assert await second.running.wait() == 1
    assert await first.kill(signal.SIGTERM) == 0


async def test_sigterm_ends_in_order_over_socket_mode(tmp_path: Path, slack: LocalSlack) -> None:
    process = Process(tmp_path, slack, socket_mode=True)
    await process.start()
    answer = await slack.acting.command(GENERAL, ALICE, "/assign", f"writer: Memo\n{NOTES}")
    assert "T-1" in words(answer.body)
    began = time.monotonic()
    assert await process.kill(signal.SIGTERM) == 0
    assert time.monotonic() - began < 30
