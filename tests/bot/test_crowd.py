"""A crowd of commands: each is acknowledged soon and kept, done once, and answered with its receipt."""

import asyncio
import re
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.surfaces import crowd
from bot.views.notices import IN_TURN
from storage.ledger.core.ledger import Tx, utc_now
from storage.rules.jobs import JobKind
from storage.tables import inbox, task
from tests.bot.days import Clock
from tests.world import ALICE, BOB, CARA, GENERAL, World, buttons, count, wait_for, words, world

COMMANDS, AT_ONCE = 40, 20
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


async def until_made(sluice: World, tasks: int) -> None:
    async def all_made() -> bool:
        return await count(sluice, task) == tasks

    await wait_for(all_made, "the tasks")


@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_each_of_a_crowd_has_one_task_and_one_receipt(
    tmp_path: Path, transport: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "AT_ONCE", AT_ONCE)
    async with world(tmp_path, transport=transport, database=database) as sluice:
        slack, said = sluice.slack, [(PEOPLE[n % 3], f"writer: Memo {n}; must: short") for n in range(COMMANDS)]
        busy = asyncio.ensure_future(sluice.bot.ledger.do(keep_busy, "T01TEST"))
        answers = await asyncio.gather(*(slack.acting.command(GENERAL, who, "/assign", text) for who, text in said))
        await busy
        in_turn = sum(IN_TURN in words(answer.body) for answer in answers)
        assert 0 < in_turn <= COMMANDS - AT_ONCE, "those before them are answered with their receipts"
        await each_has_one(sluice, COMMANDS)


async def test_nothing_is_left_of_the_words_that_waited(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        assert IN_TURN in await sluice.said("/assign writer: Memo on prices; must: short")
        await each_has_one(sluice, 1)

        async def forgotten() -> bool:
            held = await sluice.bot.ledger.see(lambda read: read.conn.execute(inbox.select()).all())
            return not any("prices" in str(row.kept) for row in held)

        await wait_for(forgotten, "its words are in the task alone")


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


async def test_what_is_sent_again_after_its_turn_has_its_answer(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        text = "writer: Memo; by 1 March 2020"
        payload = sluice.slack.acting.payloads.command(GENERAL, ALICE, "/assign", text, False)
        first = await sluice.slack.delivery.send("command", payload)
        assert IN_TURN in words(first.body)
        await sluice.ephemeral(ALICE, "in the past")
        await asyncio.sleep(0.5)  # its words are forgotten
        again = await sluice.slack.delivery.send("command", payload)
        assert "in the past" in words(again.body)


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


def kept(tx: Tx, text: str, at: datetime, trigger: str = "1") -> None:
    """Keep a command of Alice's as one of a crowd that came before the process ended."""
    about = {"user": ALICE, "channel": GENERAL, "channel_name": "general", "home": "T01TEST", "name": "/assign"}
    what = {
        "kind": "command",
        **about,
        "dedup": f"c:{trigger}",
        "response_url": "",
        "text": text,
        "kept_at": at.isoformat(),
    }
    tx.once("T01TEST", f"turn:c:{trigger}", kept=what)
    tx.promise("T01TEST", JobKind.INBOX, f"turn:c:{trigger}")


async def test_it_is_read_as_of_when_it_was_said(tmp_path: Path) -> None:
    """The process stops in the night before its turn comes, and begins again on the next morning."""
    said = datetime(2026, 12, 7, 22, 50, tzinfo=UTC)
    async with world(tmp_path, clock=Clock(said + timedelta(hours=9))) as sluice:
        await sluice.bot.ledger.do(lambda tx: kept(tx, "writer: Memo; by tomorrow 17:00; must: short", said))
        await until_made(sluice, 1)
        due = await sluice.bot.ledger.see(lambda read: read.conn.execute(sa.select(task.c.due_at)).scalar_one())
        assert due == datetime(2026, 12, 8, 16, tzinfo=UTC), "17:00 in Rome"


async def test_a_time_that_has_passed_meanwhile_makes_no_task(tmp_path: Path) -> None:
    said = datetime(2026, 12, 7, 22, 50, tzinfo=UTC)
    async with world(tmp_path, clock=Clock(said + timedelta(hours=9))) as sluice:
        await sluice.bot.ledger.do(lambda tx: kept(tx, "writer: Memo; by today 23:55; must: short", said))
        refused = await sluice.ephemeral(ALICE, "in the past")
        assert await count(sluice, task) == 0
        await sluice.press({**refused, "channel": GENERAL}, buttons(refused)[0])
        form = str(await sluice.modal())
        assert "Memo" in form and "is in the past" in form


async def test_a_form_that_is_opened_later_reads_dates_as_of_when_they_were_said(tmp_path: Path) -> None:
    said = datetime(2026, 12, 7, 22, 50, tzinfo=UTC)
    async with world(tmp_path, clock=Clock(said + timedelta(hours=9))) as sluice:
        await sluice.bot.ledger.do(lambda tx: kept(tx, "writer: Memo; by tomorrow 17:00; 20 versions", said))
        refused = await sluice.ephemeral(ALICE, "versions can be made")
        await sluice.press({**refused, "channel": GENERAL}, buttons(refused)[0])
        assert "Tue 8 Dec 2026 17:00" in str(await sluice.modal())


async def test_what_is_worked_on_again_is_answered_with_the_task_that_it_made(tmp_path: Path) -> None:
    """The process ended after the task was saved, and before its receipt; now its due time is past."""
    async with world(tmp_path) as sluice:
        payload = sluice.slack.acting.payloads.command(GENERAL, ALICE, "/assign", "writer: Memo; must: short", False)
        await sluice.slack.delivery.send("command", payload)
        await until_made(sluice, 1)
        text, trigger = "writer: Memo; by 1 March 2020; must: short", payload["trigger_id"]
        await sluice.bot.ledger.do(lambda tx: kept(tx, text, utc_now(), trigger))
        assert "Memo" in words(await sluice.ephemeral(ALICE, "T-1"))
        assert await count(sluice, task) == 1


async def test_a_slow_slack_holds_up_no_other_words(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        await sluice.act("fault", what="delay", method="response_url", value=12, times=3)
        began = time.monotonic()
        for n in range(3):
            await sluice.said(f"/assign writer: Memo {n}; must: short")
        await until_made(sluice, 3)
        assert time.monotonic() - began < 10
        for n in range(1, 4):
            await sluice.message_with(f"T-{n}")  # in direct messages, by the outbox


async def test_help_is_answered_at_once(tmp_path: Path, all_in_turn: None) -> None:
    async with world(tmp_path) as sluice:
        assert "Decide" in await sluice.said("/assign help")


async def test_what_can_not_be_worked_on_is_given_back_in_full(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        facts = " ".join(f"fact{n}" for n in range(300))

        def odd(tx: Tx) -> None:
            tx.once("T01TEST", "turn:odd", kept={"kind": "command", "user": ALICE, "text": f"writer: Memo\n{facts}"})
            tx.promise("T01TEST", JobKind.INBOX, "turn:odd")

        await sluice.bot.ledger.do(odd)
        assert "fact299" in words(await sluice.message_with("could not be worked on", within=60))
