"""kill -9 in the middle of chains with a person in them, and of lists: no step or row starts twice, none is forgotten."""

import asyncio
import contextlib
import random
import signal
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from localslack.delivery import Answer
from localslack.payloads import NotPossible
from localslack.server import LocalSlack
from storage import engine
from tests.faults import hands, invariants
from tests.faults.processes import Process
from tests.world import ALICE, BOB, GENERAL, buttons

Json = dict[str, Any]
ROWS = ("Rome", "Paris", "Oslo", "Bern", "Kyiv")
CHAIN = f"writer: Memo {{}}; then <@{BOB}|bob>: check the numbers; then writer: Memo of it\n{hands.NOTES}"
LIST = f"writer: Memo {{}}; for each of: {', '.join(ROWS)}; then writer: Memo of all\n{hands.NOTES}"
GONE = (aiohttp.ClientError, NotPossible, KeyError, IndexError)  # nobody answers, or the window is another one by now
MOST = 20  # kills
CHAINS, LISTS = 6, 4


class People:
    """Alice begins chains and lists and approves whatever comes; Bob hands in whatever he owes."""

    def __init__(self, slack: LocalSlack, seed: int) -> None:
        self.slack, self.dice, self.on = slack, random.Random(seed), True
        self.chains, self.lists = set[str](), set[str]()
        self.acked = set[str]()  # items whose click was acknowledged

    async def run(self) -> None:
        while self.on:
            for act in self.dice.sample((self.begin, self.start, self.collect, self.approve, self.submit), 5):
                with contextlib.suppress(*GONE):
                    await act()
                await asyncio.sleep(self.dice.uniform(0.0, 0.1))

    async def begin(self) -> None:
        for kept, text, most in ((self.chains, CHAIN, CHAINS), (self.lists, LIST, LISTS)):
            if len(kept) < most:
                answer = await self.slack.acting.command(GENERAL, ALICE, "/assign", text.format(self.dice.random()))
                kept |= {name} if (name := hands.name_in(answer)) else set()

    async def start(self) -> None:
        """Have all rows of a list start, on its receipt."""
        for receipt in list(self.slack.workspace.ephemerals.get(ALICE, ())):
            for button in buttons(receipt):
                if button["action_id"] == "start_all":
                    await self.press(receipt, button, ALICE)

    async def collect(self) -> None:
        for user in (ALICE, BOB):
            await self.slack.acting.command(GENERAL, user, "/collect", "now")

    async def approve(self) -> None:
        """Approve what waits: a draft by the button of its card, a row by that of its window; try again what was
        killed so often that it was given up."""
        for message, button in hands.shown(self.slack, "approve", "retry")[-10:]:
            await self.click(message, button)
        for name in self.lists:
            row = f"{name}.{self.dice.randint(1, len(ROWS))}"
            await self.slack.acting.command(GENERAL, ALICE, "/sluice", row)
            shown = self.slack.workspace.ephemerals[ALICE][-1]
            for button in (b for b in buttons(shown) if b["action_id"] == "show_task"):
                await self.press(shown, button, ALICE)
            if (view := await self.window(ALICE, "task_view")) is not None:
                for button in (b for b in buttons(view) if b["action_id"] == "approve"):
                    given = {"type": "button", "action_id": "approve", "value": button["value"]}
                    answer = await self.slack.acting.view_action(ALICE, view["id"], given, {})
                    self.acked |= {button["value"].split(".")[0]} if answer.ok else set()
                await self.slack.acting.close(ALICE, view["id"])

    async def click(self, message: Json, button: Json) -> None:
        answer = await self.press(message, button, ALICE)
        self.acked |= {button["value"].split(".")[0]} if answer.ok else set()

    async def submit(self) -> None:
        """Bob hands in what he owes, whatever the checks say."""
        for message in list(self.slack.workspace.messages[self.slack.workspace.dm(BOB)["id"]])[-10:]:
            for button in buttons(message):
                if button["action_id"] == "submit_anyway":
                    await self.press(message, button, BOB)
                if button["action_id"] == "submit":
                    await self.press(message, button, BOB)
                    if (view := await self.window(BOB, "submit_view")) is not None:
                        values = {"body": hands.NOTES, "links": "", "word": ""}
                        await self.slack.acting.submit(BOB, view["id"], values)

    async def press(self, message: Json, button: Json, user: str) -> Answer:
        given = {"type": "button", "action_id": button["action_id"], "value": button["value"]}
        return await self.slack.acting.interact(message["channel"], message["ts"], user, given)

    async def window(self, user: str, callback: str) -> Json | None:
        for _ in range(30):
            stack = self.slack.workspace.views.get(user, [])
            if stack and stack[-1]["callback_id"] == callback:
                return dict(stack[-1])
            await asyncio.sleep(0.02)
        return None


def check(url: str, people: People) -> None:
    """No step and no row was made or started twice, and none started before what it comes after was over."""
    invariants.check(url, people.chains, people.acked, hands.said(people.slack), unsaved=hands.unsaved(people.slack))
    with invariants.snapshot(url) as read:
        twice = read(
            "select task_id, draft_version, count(*) from attempt "
            "where state not in ('canceled', 'failed') group by 1, 2 having count(*) > 1"
        )
        assert twice == [], f"started twice: {twice}"
        rows = read("select series_id, run, count(*) from task where run > 0 group by 1, 2 having count(*) > 1")
        assert rows == [], f"a row made twice: {rows}"
        early = read(
            "select t.number, b.number from edge e join task t on t.id = e.task_id join task b on b.id = e.after_id "
            "where b.state not in ('approved', 'rejected', 'canceled') and t.id in (select task_id from attempt)"
        )
        assert early == [], f"started too early: {early}"


def done(url: str, people: People) -> bool:
    """Whether all steps of all chains and all rows of all lists are approved, and what comes after them, too."""
    with invariants.snapshot(url) as read:
        ((left,),) = read("select count(*) from task where state <> 'approved'")
        ((rows,),) = read("select count(*) from task where run > 0")
        ((lists,),) = read("select count(distinct series_id) from task where run > 0")  # one may have lost its receipt
        return left == 0 and rows == len(ROWS) * lists and len(people.lists) >= LISTS


async def killed(home: Path, slack: LocalSlack, kills: int, seed: int, postgres: str) -> dict[str, int]:
    """So many kills while chains and lists are worked on, and more until one fell on each; what the kills fell on."""
    url, dice = postgres or engine.sqlite_url(home), random.Random(seed)
    people, process = People(slack, seed), Process(home, slack, url=postgres)
    hit = {"chain": 0, "list": 0}
    await process.start()
    acting = asyncio.create_task(people.run())
    for n in range(MOST):
        if n >= kills and min(hit.values()) > 0:
            break
        await asyncio.sleep(dice.uniform(0.2, 1.2))
        await process.kill()
        check(url, people)
        with invariants.snapshot(url) as read:
            hit["chain"] += read("select count(*) from task where state = 'blocked' and run = 0")[0][0] > 0
            hit["list"] += read("select count(*) from task where run > 0 and state <> 'approved'")[0][0] > 0
        await process.start()
    began = time.monotonic()
    while not done(url, people):
        assert time.monotonic() - began < 240, f"forgotten: {forgotten(url)}"
        await asyncio.sleep(0.2)
    people.on = False
    await acting
    assert await process.kill(signal.SIGTERM) == 0
    check(url, people)
    assert len(people.chains) >= CHAINS
    return hit


def forgotten(url: str) -> list[tuple[Any, ...]]:
    return invariants.rows(url, "select number, run, state, worker from task where state <> 'approved' order by id")


async def test_kills_in_the_middle_of_chains_and_lists(tmp_path: Path, slack: LocalSlack, postgres_url: str) -> None:
    hit = await killed(tmp_path, slack, 6, seed=5, postgres=postgres_url)
    assert min(hit.values()) > 0, f"no kill fell into a chain, or into a list: the test shows nothing: {hit}"


@pytest.mark.soak
async def test_many_kills_in_the_middle_of_chains_and_lists(
    tmp_path: Path, slack: LocalSlack, postgres_url: str
) -> None:
    assert min((await killed(tmp_path, slack, 30, seed=8, postgres=postgres_url)).values()) > 3
