"""The demonstration on the command line: what it says, and how it ends where something is in its way."""

import asyncio
import os
import re
import shutil
import signal
import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demonstration import hands, portfolio, sample_colleague
from bot.demonstration.opening import opened
from bot.demonstration.sample_agent.agent import NAME, SPEC, SampleAgent
from bot.demonstration.sample_agent.script import ASK_ROOM, NOT_MINE
from bot.demonstration.transcript import Transcript
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.rules.authority import Claim
from storage.rules.pages.history import Change
from storage.rules.values.decision import Verdict
from storage.rules.values.task import State
from tests.world import ALICE, words, world

ROOT = Path(__file__).parents[2]


async def demo(*options: str, **environment: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "demo", *options),
        cwd=ROOT,
        env={**os.environ, "SLUICE_MODEL": "offline", **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def test_a_taken_port_is_named_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await demo(SLUICE_DEMO_PORT=str(port))
        out, errors = await process.communicate()
    assert process.returncode == 1
    assert out.decode() == ""
    assert errors.decode() == (f"Port {port} is taken: set SLUICE_DEMO_PORT=… to another port, or stop what uses it.\n")


async def test_it_says_where_the_page_is_and_ends_when_told_to() -> None:
    process = await demo(SLUICE_DEMO_PORT="0")
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 90)).decode()
    assert re.match(
        r"Open http://127\.0\.0\.1:\d+ in a browser: 7 things wait for alice's decision \(ready in \d+ s\)", line
    )
    process.send_signal(signal.SIGINT)
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    assert errors.decode() == "Stopping. The same again ends it at once.\n"


async def test_a_newcomers_own_task_explains_itself_and_starts_after_two_decisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLUICE_MODEL", "offline")
    async with opened(tmp_path, undo=timedelta(seconds=1)) as stage:
        line = {"channel": stage.dm(ALICE), "user": ALICE, "command": "/assign"}
        answer = await stage.post(
            "command", **line, text="writer: My own memo\nWe decided to ship on 3 March.\nWho tells the partners?"
        )
        receipt = words(answer["body"])
        assert "7 things wait for your decision, which is your limit" in receipt
        assert "It starts when you have decided 2: 1 other task waits before it." in receipt
        assert "The quickest takes" in receipt and "Decide the quickest" in receipt
        assert "/collect limit shows your limit and how to change it." in receipt
        shown = words((await stage.post("command", **{**line, "command": "/collect"}, text="limit"))["body"])
        assert "Limit 7: more waiting for you holds new work back" in shown and "limit 12" in shown
        for _ in range(2):
            waiting = [
                item for item in (await portfolio.portfolio(stage)).waiting if item.draft and not item.candidates
            ]
            seen = Click(key=waiting[0].key, version=waiting[0].draft_version)
            await stage.bot.ledger.do(deciding.decide, Claim(ALICE, stage.bot.team), seen, Verdict.REJECT)
        await portfolio.until(stage, "it has started", lambda p: not any(t.state is State.WAITING for t in p.tasks), 15)


async def test_once_does_the_main_job_in_time_and_says_so() -> None:
    process = await demo("--once")
    out, errors = await asyncio.wait_for(process.communicate(), 120)  # 12 s where nobody else uses the machine
    assert process.returncode == 0, errors.decode()
    assert out.decode().splitlines()[-1] == "main job done: 3 assigned, 2 collections, 4 decisions, 0 lost"


async def test_once_ends_when_told_to_and_does_not_call_it_done() -> None:
    process = await demo("--once")
    assert process.stdout is not None
    await asyncio.wait_for(process.stdout.readline(), 90)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    assert time.monotonic() - began < 20 and process.returncode == 1
    said = errors.decode().splitlines()
    assert said[0] == "Stopping. The same again ends it at once."
    assert said[1:] in ([], ["The main job was ended before it was done."])  # there was no time for order


def test_the_terminal_names_channels_and_people() -> None:
    names = {"U01ALICE": "alice", "C02RND": "#random"}
    transcript = Transcript(ledger=None, team="T", say=print, names=names)  # type: ignore[arg-type]
    change = Change(
        at=datetime.now(UTC),
        who="U01ALICE",
        what="deliver",
        subject="T-3",
        was="",
        became="",
        why="posts in <#C02RND>, sends it to <@U01ALICE>",
    )
    assert transcript.line(change).endswith("posts in #random, sends it to @alice")


async def test_the_sample_agent_names_who_does_real_work(tmp_path: Path) -> None:
    async with world(tmp_path, workers={NAME: SampleAgent()}, agents={NAME: SPEC}) as sluice:
        await sluice.said("/assign sample: Write my speech\nOnce upon a time.")
        await sluice.message_with(NOT_MINE)


async def test_without_a_network_the_install_says_so_in_one_line(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "requirements.lock").write_text("aiohttp==3.14.5 --hash=sha256:" + "0" * 64 + "\n")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/nowhere", "PIP_NO_CACHE_DIR": "1", "PIP_EXTRA_INDEX_URL": ""}
    process = await asyncio.create_subprocess_exec(
        *("make", ".venv/run.done", f"PYTHON={sys.executable}"),
        cwd=tmp_path,
        env={**os.environ, **nowhere},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await asyncio.wait_for(process.communicate(), 60)
    first, *rest = errors.decode().splitlines()
    assert process.returncode != 0
    assert first.startswith("The packages of requirements.lock could not be installed: is there a network? pip says: ")
    assert [line for line in rest if not line.startswith("make")] == []


async def test_without_a_browser_the_pictures_say_so_in_one_line(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.browser.pictures", str(tmp_path / "pictures")),
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode == 1
    assert errors.decode().startswith("There is no browser for the pictures: install chromium.")
    assert len(errors.decode().splitlines()) == 1


async def test_a_model_that_is_tried_is_named_at_once() -> None:
    dead = {"SLUICE_MODEL": "openai:gpt-5-mini", "OPENAI_API_KEY": "sk-1", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    process = await demo(SLUICE_DEMO_PORT="0", **dead)
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
    process.kill()
    await process.wait()
    assert line == "Trying the language model (SLUICE_MODEL=openai:gpt-5-mini): this can take half a minute.\n"
    assert "sk-1" not in line


def test_no_sample_names_the_weekday_of_a_date() -> None:
    """A date of the samples is another weekday each year."""
    texts = [path.read_text("utf-8") for path in (ROOT / "bot/samples/scripted").iterdir() if path.suffix == ".md"]
    named = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d")
    assert not [text for text in (*texts, ASK_ROOM.args) if named.search(text)]


async def test_a_newcomer_meets_a_chain_with_a_colleague_in_it(tmp_path: Path) -> None:
    async with opened(tmp_path, undo=timedelta(seconds=0.5)) as stage:
        bob = asyncio.create_task(sample_colleague.play(stage, thinks=0.1))
        collection = (await stage.get(f"messages/{stage.dm(ALICE)}"))[-1]
        assert "Approve starts T-8" in words(collection)
        table = next(n for n, card in enumerate(words(collection).split("Approve\n")) if "T-7" in card)
        await hands.click(stage, collection, hands.nth(collection, "Approve", table))
        title = sample_colleague.CHECK
        await portfolio.until(stage, "bob has checked", lambda p: any(i.task.brief.title == title for i in p.waiting))
        bob.cancel()
