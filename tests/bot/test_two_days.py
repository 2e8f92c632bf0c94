"""Two working days around a weekend on which the clocks change: people, chains, lists, repetitions and a playbook."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.ledger.core.ledger import utc_now
from tests.bot.speaking import button, drawn, labels
from tests.bot.test_colleagues import fill, owed, submit
from tests.bot.test_fan_out import ticks
from tests.world import ALICE, BOB, CARA, World, buttons, wait_for, words, world

Json = dict[str, Any]
NOTES = (
    "Acme costs 39 € per seat.\nBeta costs 45 € and is hosted in the EU.\nWe decided to take one of them by 3 March.\n"
)
CITIES = ", ".join(f"city {n}" for n in range(1, 13))
FRIDAY = datetime(2026, 10, 23, 4, 0, tzinfo=UTC)  # 6:00 in Rome, in summer time; it ends in the night to Sunday


@dataclass
class Wall:
    now: datetime = FRIDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def sluice(tmp_path: Path, database: str, wall: Wall) -> AsyncIterator[World]:
    async with world(tmp_path, database=database, wall=wall, clock=utc_now, undo_seconds=0.2) as made:
        for user in (ALICE, BOB, CARA):
            await made.said("/collect at 9:00 daily", user)
        yield made


async def stands(sluice: World, name: str, state: str) -> None:
    async def look() -> bool:
        if state in await sluice.said(f"/sluice {name}"):
            return True
        await asyncio.sleep(0.5)  # who asks without a pause holds agents back, whose steps wait for people
        return False

    await wait_for(look, f"{name} {state}")


async def approve_rows(sluice: World, ts: str) -> bool:
    """Approve what waits of many rows; a busy ledger saves some in Slack's three seconds, and leaves the rest."""
    (cards,) = [message for message in sluice.messages(sluice.dm()) if message["ts"] == ts]
    label = next((text for text in labels(cards) if text.startswith("Approve the")), "")
    if label:
        await sluice.press(cards, button(cards, label))
        view = await sluice.modal(callback="approve_rows_view")
        await sluice.submit(view, **ticks(view))
        await asyncio.sleep(1)  # until it is drawn anew
    return not label


async def card(sluice: World, name: str) -> Json:
    """Bring what waits, and return the newest message with a task's card that can be decided."""
    await stands(sluice, name, "· ready")
    await sluice.said("/collect now")

    async def look() -> Json | None:
        for message in reversed(sluice.messages(sluice.dm())):
            if f"· {name}*" in words(message) and "Approve" in labels(message):
                return message
        return None

    return dict(await wait_for(look, f"a card of {name}"))


async def decide(sluice: World, name: str, text: str) -> None:
    """Press a button of a task's card."""
    message = await card(sluice, name)
    key = next(
        b["accessory"]["value"]
        for b in message["blocks"]
        if b["type"] == "section" and f"· {name}*" in words(b) and b.get("accessory")
    )
    pressed = next(b for b in buttons(message) if b["text"]["text"] == text and b["value"] == key)
    await sluice.press(message, pressed)


async def hours(sluice: World, wall: Wall, count: float) -> None:
    wall.now += timedelta(hours=count)
    await sluice.bot.ring()


async def test_two_days_of_work_with_agents_and_people(sluice: World, wall: Wall) -> None:
    repeats = await sluice.said(f"/assign writer: Memo of the day; every weekday 7:00; for Growth\n{NOTES}")
    assert "T-1 · Memo of the day* · every weekday 7:00" in repeats
    await hours(sluice, wall, 1)  # 7:00
    await decide(sluice, "T-1.1", "Approve")
    await stands(sluice, "T-1.1", "approved")

    chain = await sluice.said(
        f"/assign writer: Vendors\n{NOTES}\n; then <@{BOB}|bob>: Check the prices; then writer: Note to the board; "
        "for Security"
    )
    first, second, third = chain.split(" · Vendors")[0].lstrip("*").split("\n")[-1].strip("*").split(" → ")
    await decide(sluice, first, "Revise")
    await sluice.submit(await sluice.modal(callback="revise_view"), note="Add: the board reads it on Monday.")
    await stands(sluice, first, "v2")
    assert "waits for another task" in await sluice.said(f"/sluice {second}")
    await decide(sluice, first, "Approve")

    await stands(sluice, second, "not seen yet")
    message = await owed(sluice)
    await fill(sluice, message, "Can't do it", BOB, why="On leave until Monday.", named=CARA)
    await sluice.said("/collect now")
    problem = await sluice.message_with(f"can't do Check the prices · {second}")
    await sluice.press(problem, button(problem, next(text for text in labels(problem) if text.startswith("Give to @"))))
    await drawn(sluice, problem, f"gave it to <@{CARA}>")
    await submit(sluice, await owed(sluice, user=CARA), CARA, body="39 € and 45 € are right. I asked both vendors.")
    await decide(sluice, second, "Approve")
    await stands(sluice, third, "· ready")
    assert f"{second} · Check the prices, approved" in words(await _opened(sluice, third))
    await decide(sluice, third, "Approve")
    await stands(sluice, third, "approved")

    await sluice.said(
        f"/assign writer: Post for this city; must: under 120 words; for each of: {CITIES}; then writer: Memo of all\n"
        f"{NOTES}"
    )
    offered = await sluice.ephemeral(ALICE, "12 rows")
    await sluice.press(offered, button(offered, "Start all 12"))
    group = next(part for part in words(offered).replace("*", "").split() if part.startswith("T-")).strip(":.")
    for n in range(1, 13):
        await stands(sluice, f"{group}.{n}", "· ready")
    await sluice.said("/collect now")
    await sluice.message_with("12 ready of 12")
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text=f"{group}.5 reject")
    await stands(sluice, f"{group}.5", "rejected")
    cards = await sluice.message_with("11 ready of 12")
    await wait_for(lambda: approve_rows(sluice, cards["ts"]), "all rows are approved")
    memo = f"T-{int(group[2:]) + 13}"
    await stands(sluice, memo, "· ready")
    assert f"without {group}.5 (rejected)" in words(await card(sluice, memo))
    await decide(sluice, memo, "Approve")

    await hours(sluice, wall, 24)
    await hours(sluice, wall, 24)  # Sunday, in winter time by now
    assert "can't find" in await sluice.said("/sluice T-1.2")
    await hours(sluice, wall, 24)  # Monday 6:00
    assert "can't find" in await sluice.said("/sluice T-1.2")
    await hours(sluice, wall, 1)  # Monday 7:00
    await decide(sluice, "T-1.2", "Approve")

    assert await sluice.said(f"/sluice playbook save {first} as vendor-choice") == ""
    form = await sluice.modal(callback="playbook_view")
    shown = {block["block_id"]: block["element"] for block in form["blocks"] if block["type"] == "input"}
    assert "then" in shown["text"]["initial_value"]
    await sluice.submit(form, text=f"writer: Memo on {{kind}}; must: under 200 words; to <#C02RND|random>\n{NOTES}")
    await sluice.ephemeral(ALICE, "Saved as vendor-choice")
    run = await sluice.said("/sluice playbook run vendor-choice kind=payroll vendors")
    assert "Memo on payroll vendors" in run
    await decide(sluice, run.replace("*", "").split(" · ")[0].split("\n")[-1], "Approve")
    await sluice.message_with("39 €", "C02RND")
    assert "Nothing waits for you" in await sluice.said("/sluice")


async def _opened(sluice: World, name: str) -> Json:
    await sluice.said(f"/sluice {name}")
    shown = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(shown, button(shown, "Show it"))
    return await sluice.modal(callback="task_view")
