"""A crowd of commands: each is acknowledged soon and kept, done once, and answered with its receipt."""

import asyncio
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.surfaces import crowd
from bot.views.notices import IN_TURN
from storage.ledger.core.ledger import Tx
from storage.tables import inbox, task
from tests.world import ALICE, BOB, CARA, GENERAL, World, count, wait_for, words, world

COMMANDS = 140
PEOPLE = (ALICE, BOB, CARA)
NAMED = re.compile(r"T-\d+")


@pytest.fixture
def all_in_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every command taken for one of a crowd."""
    monkeypatch.setattr(crowd, "AT_ONCE", 0)


def receipts(sluice: World) -> Counter[str]:
    """Return how often people see a receipt of each task."""
    shown = [words(m) for user in PEOPLE for m in sluice.slack.workspace.ephemerals.get(user, ())]
    return Counter(found[0] for text in shown if (found := NAMED.search(text)))


def keep_busy(tx: Tx, team: str) -> None:
    """Hold the ledger of a workspace for a second, so that what is said meanwhile waits."""
    time.sleep(1)


async def each_has_one(sluice: World, tasks: int) -> None:
    async def all_there() -> bool:
        return len(receipts(sluice)) >= tasks

    await wait_for(all_there, "a receipt for each")
    assert set(receipts(sluice).values()) == {1}
    assert await count(sluice, task) == tasks


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_each_of_a_crowd_has_one_task_and_one_receipt(tmp_path: Path, transport: str, database: str) -> None:
    async with world(tmp_path, transport=transport, database=database) as sluice:
        slack, said = sluice.slack, [(PEOPLE[n % 3], f"writer: Memo {n}; must: short") for n in range(COMMANDS)]
        busy = asyncio.ensure_future(sluice.bot.ledger.do(keep_busy, "T01TEST"))
        answers = await asyncio.gather(*(slack.acting.command(GENERAL, who, "/assign", text) for who, text in said))
        await busy
        in_turn = sum(IN_TURN in words(answer.body) for answer in answers)
        assert 0 < in_turn <= COMMANDS - crowd.AT_ONCE, "those before them are answered with their receipts"
        await each_has_one(sluice, COMMANDS)


async def test_nothing_is_left_of_the_words_that_waited(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        assert IN_TURN in await sluice.said("/assign writer: Memo on prices; must: short")
        await each_has_one(sluice, 1)

        async def forgotten() -> bool:
            held = await sluice.bot.ledger.see(lambda read: read.conn.execute(inbox.select()).all())
            return not any("prices" in str(row.kept) for row in held)

        await wait_for(forgotten, "its words are in the task alone")


async def test_a_persons_words_keep_their_order(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        for n in range(1, 6):
            await sluice.said(f"/assign writer: Memo number {n}; must: short")
        await each_has_one(sluice, 5)
        shown = [words(m) for m in sluice.slack.workspace.ephemerals[ALICE]]
        for n in range(1, 6):
            assert any(f"T-{n}" in text and f"Memo number {n}" in text for text in shown)


async def test_what_can_not_be_a_task_is_said_in_its_turn(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        assert IN_TURN in await sluice.said("/assign writer: Memo; by 1 March 2020")
        await sluice.ephemeral(ALICE, "in the past")
        assert await count(sluice, task) == 0


@pytest.mark.parametrize("first_in_turn", [True, False])
async def test_what_slack_sends_twice_is_one_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_in_turn: bool
) -> None:
    async with world(tmp_path) as sluice:
        payload = sluice.slack.acting.payloads.command(GENERAL, ALICE, "/assign", "writer: Memo; must: short", False)
        for in_turn in (first_in_turn, not first_in_turn, True):
            monkeypatch.setattr(crowd, "AT_ONCE", 0 if in_turn else 100)
            answer = await sluice.slack.delivery.send("command", payload)
            assert answer.ok
            assert IN_TURN in words(answer.body) or "T-1" in words(answer.body)

        async def answered() -> bool:
            return bool(receipts(sluice))

        await wait_for(answered, "its receipt")
        assert await count(sluice, task) == 1


async def test_a_form_opens_in_a_crowd_too(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        await sluice.command("/assign")
        await sluice.modal()


async def test_where_the_response_url_is_used_up_the_receipt_comes_as_well(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        payload = sluice.slack.acting.payloads.command(GENERAL, ALICE, "/assign", "writer: Memo; must: short", False)
        for given in sluice.slack.delivery.responses.values():
            given["uses"] = 5
        await sluice.slack.delivery.send("command", payload)
        await sluice.ephemeral(ALICE, "T-1")
