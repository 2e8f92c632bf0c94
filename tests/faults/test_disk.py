"""A full disk: nothing is acknowledged as done, reading goes on, and it works again by itself."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.demonstration.stage import local_config
from bot.inbound.health import Health
from storage.tables import task
from tests.world import ALICE, GENERAL, World, buttons, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\n" * 100


async def fill(sluice: World, pages: int) -> None:
    """Let the ledger's file grow no further (0: as it likes)."""

    def limit(tx) -> None:
        now = tx.conn.exec_driver_sql("pragma page_count").scalar_one()
        tx.conn.exec_driver_sql(f"pragma max_page_count = {now if pages else 1_000_000_000}")

    await sluice.bot.ledger.do(limit)


async def count(sluice: World) -> int:
    return await sluice.bot.ledger.see(
        lambda tx: tx.conn.execute(
            sa.select(sa.func.count()).select_from(task).where(task.c.team == "T01TEST")
        ).scalar_one()
    )


async def test_what_cannot_be_saved_is_not_acknowledged_as_done(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await fill(sluice, 1)
    refused = [await sluice.command(f"/assign writer: Memo {n}\n{NOTES}") for n in range(5)]
    assert {r["status"] for r in refused} == {200}
    assert "not saved" in words(refused[-1]["body"])
    assert "Memo 4" in words(refused[-1]["body"])  # Slack has emptied the box: the words come back
    saved = sum("T-" in words(r["body"]) for r in refused)
    assert await count(sluice) == 1 + saved
    assert "Memo" in await sluice.said("/sluice")  # reading goes on
    await sluice.press(card["message"], next(b for b in buttons(card["message"]) if b["action_id"] == "open"))
    await fill(sluice, 0)
    assert "T-" in await sluice.said("/assign writer: After")


async def test_health_tells_it_until_it_can_save_again(sluice: World, tmp_path: Path) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    health = Health(sluice.bot.ledger, lambda: 0.0, lambda: 0.0)
    assert (await health.answer()).status == 200
    with locked(tmp_path):
        assert "not saved" in words((await sluice.command(f"/assign writer: Another\n{NOTES}"))["body"])
        answer = await health.answer()
        assert answer.status == 503 and "OperationalError" in (answer.text or "")
    assert (await health.answer()).status == 200


async def test_an_event_that_is_not_saved_is_sent_again_by_slack(tmp_path) -> None:
    async with world(tmp_path, config=replace(local_config(), retries=(0.2, 0.3, 0.5, 1.0, 2.0, 4.0))) as sluice:
        await sluice.said("/sluice")
        await sluice.message_with("Hello")
        await fill(sluice, 1)
        said = await sluice.act(
            "message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> writer: Memo\n{NOTES}{NOTES[:3600]}"
        )
        if said["status"] == 200:
            pytest.fail("it fitted: the test shows nothing")
        assert said["status"] == 503
        await fill(sluice, 0)
        await sluice.cards()
        assert await count(sluice) == 1


@pytest.mark.parametrize("seconds", [2, 10, pytest.param(60, marks=pytest.mark.soak)])
async def test_a_ledger_that_others_hold_locked(sluice: World, tmp_path: Path, seconds: int) -> None:
    """A short lock is waited for; a long one is told within Slack's three seconds. Nothing is acknowledged and lost."""
    held = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    release = asyncio.get_running_loop().call_later(seconds, lambda: (held.execute("ROLLBACK"), held.close()))
    first = await sluice.command(f"/assign writer: Memo; must: short\n{NOTES[:200]}")
    assert first["status"] == 200 and first["ms"] < 3000
    saved = "T-1" in words(first["body"])
    assert saved is (seconds == 2)
    assert saved or "not saved" in words(first["body"])

    async def works() -> bool:
        answer = await sluice.command(f"/assign writer: Another memo\n{NOTES[:200]}")
        return "T-" in words(answer["body"])

    await wait_for(works, "it works again by itself", within=seconds + 10)
    assert release.when() < asyncio.get_running_loop().time()
    await sluice.cards()


@contextlib.contextmanager
def locked(home: Path) -> Iterator[None]:
    held = sqlite3.connect(home / "ledger.db", isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    yield
    held.execute("ROLLBACK")
    held.close()


async def test_a_tap_that_is_not_saved_is_told_where_it_was_made(sluice: World, tmp_path: Path) -> None:
    """A button's answer shows nothing in Slack: who pressed it would take the tap for a decision."""
    await sluice.said(f"/assign writer: Memo\n{NOTES[:200]}")
    (card,) = await sluice.cards()
    with locked(tmp_path):
        answer = await sluice.click(card, "Approve")
        assert answer["status"] == 200 and answer["ms"] < 3000
    told = await sluice.ephemeral(ALICE, "not saved")
    assert "Please try again in a moment" in words(told)
    (card,) = await sluice.cards()
    await sluice.click(card, "Approve")
    await sluice.message_with("You approved it")


async def test_a_tap_in_a_window_that_is_not_saved_is_told(sluice: World, tmp_path: Path) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES[:200]}")
    (card,) = await sluice.cards()
    await sluice.click(card, "Open")
    view = await sluice.modal()
    press = next(b for b in buttons(view) if b["text"]["text"] == "Approve")
    action = {k: press[k] for k in ("type", "action_id", "value")}
    with locked(tmp_path):
        await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)

    async def told() -> bool:
        notices = sluice.slack.workspace.views.get(ALICE, [])
        said = [*notices, *sluice.slack.workspace.ephemerals.get(ALICE, []), *sluice.messages(sluice.dm())]
        return any("not saved" in words(m) for m in said)

    await wait_for(told, "who pressed is told")


async def test_a_form_that_is_not_saved_stays_open_with_its_words(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await fill(sluice, 1)
    for n in range(5):
        answer = await sluice.submit(view, goal=f"Memo {n}\n{NOTES[:2900]}")
        if answer["body"] != {"response_action": "clear"}:
            break
        await sluice.command("/assign")
        view = await sluice.modal(callback="assign_view")
    assert answer["body"]["response_action"] == "errors"
    assert "not saved" in answer["body"]["errors"]["goal"]
    await fill(sluice, 0)
