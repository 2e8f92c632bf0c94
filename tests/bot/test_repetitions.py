"""A task that comes again, as a person begins it, meets its runs, and ends it, over the wire."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.ledger.core.ledger import utc_now
from tests.bot.days import press
from tests.bot.speaking import labels, write
from tests.world import ALICE, BOB, World, buttons, wait_for, words, world

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 9:00 in Rome
NOTES = "Bob: We decided to ship on 3 March.\nAlice: The price is 39 €.\n"
BRIEF = f"/assign writer: Memo of the day; must: short; every weekday 7:00; for Growth\n{NOTES}"
HOUR = timedelta(hours=1)


class Wall:
    """A clock that collections and runs go by, moved by the test; all else keeps real time."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def sluice(tmp_path: Path, wall: Wall) -> AsyncIterator[World]:
    async with world(tmp_path, wall=wall, clock=utc_now) as made:
        await made.said("/collect at 9:00 daily")
        yield made


async def page_of(sluice: World, stream: str) -> str:
    await sluice.said(f"/sluice stream {stream}")
    return words(await sluice.modal(callback="stream_view"))


async def receipt_with(sluice: World, part: str) -> dict:  # type: ignore[type-arg]
    return await sluice.ephemeral(ALICE, part)


async def test_it_is_assigned_runs_and_is_decided(sluice: World, wall: Wall) -> None:
    said = await sluice.said(BRIEF)
    assert "T-1 · Memo of the day* · every weekday 7:00" in said
    assert "Next: tomorrow 7:00" in said or "Next: " in said
    assert "each comes at 9:00" in said
    assert "A run is left out while the last one waits for you." in said
    assert "Memo of the day" not in await sluice.said("/sluice")  # nothing runs yet
    wall.now += 22 * HOUR + timedelta(minutes=30)
    await sluice.bot.ring()
    assert "T-1.1" in await sluice.said("/sluice T-1.1")
    await wait_for(lambda: _ready(sluice, "T-1.1"), "the run is ready")
    assert "*Came in:* “Memo of the day · Tue 24 Nov” is ready." in await page_of(sluice, "Growth")
    wall.now += HOUR * 2
    await sluice.bot.ring()
    (card,) = await sluice.cards()
    assert "T-1.1" in words(card["message"])
    assert "Memo of the day · Tue 24 Nov" in words(card["message"])
    await write(sluice, "T-1.1 approve")

    async def approved() -> bool:
        return "· approved" in await sluice.said("/sluice T-1.1")

    await wait_for(approved, "the run is approved by its name")
    wall.now += 24 * HOUR
    await sluice.bot.ring()
    assert "T-1.2" in await sluice.said("/sluice T-1.2")


async def test_a_run_is_left_out_while_the_last_one_waits_and_its_card_says_so(sluice: World, wall: Wall) -> None:
    await sluice.said(BRIEF)
    for _ in range(2):
        wall.now += 24 * HOUR
        await sluice.bot.ring()
    assert "T-1.1 is still open: the next run is left out" in await sluice.said("/sluice T-1")
    assert "I can't find" in await sluice.said("/sluice T-1.2")
    await wait_for(lambda: _ready(sluice, "T-1.1"), "the first run is ready")
    await sluice.said("/collect now")
    (card,) = await sluice.cards()
    await sluice.click(card, "Reject")

    async def rejected() -> bool:
        return "· rejected" in await sluice.said("/sluice T-1.1")

    await wait_for(rejected, "the first run is rejected")
    wall.now += 24 * HOUR
    await sluice.bot.ring()
    await wait_for(lambda: _ready(sluice, "T-1.2"), "the second run is ready")
    await sluice.said("/collect now")
    message = await sluice.message_with("Memo of the day · Thu 26 Nov")
    assert "run was left out" in words(message)


async def _ready(sluice: World, name: str) -> bool:
    return "ready v1" in await sluice.said(f"/sluice {name}")


async def test_its_buttons_pause_resume_run_and_stop(sluice: World) -> None:
    shown = await sluice.command(BRIEF)
    assert "T-1" in words(shown["body"])
    first = await receipt_with(sluice, "every weekday 7:00")
    assert labels(first) == ["Edit", "Pause", "Run one now", "Stop repeating"]
    await press(sluice, first, "Pause")
    paused = await receipt_with(sluice, "Paused: nothing runs until you resume it.")
    assert labels(paused) == ["Edit", "Resume", "Run one now", "Stop repeating"]
    assert "T-1 is paused" in await sluice.said("/sluice")
    await press(sluice, paused, "Resume")
    await receipt_with(sluice, "Next: ")
    assert "T-1 · Memo of the day" in await sluice.said("/sluice repeats")
    again = await receipt_with(sluice, "every weekday 7:00")
    await press(sluice, again, "Run one now")
    await receipt_with(sluice, "T-1.1 was made now")
    await receipt_with(sluice, "T-1.1 is still open")
    await press(sluice, await receipt_with(sluice, "T-1.1 is still open"), "Stop repeating")
    await receipt_with(sluice, "Stopped: it does not come again")
    assert "Nothing comes again." in await sluice.said("/sluice repeats")


async def test_its_form_changes_what_the_next_runs_do(sluice: World) -> None:
    await sluice.said(BRIEF)
    await press(sluice, await receipt_with(sluice, "every weekday 7:00"), "Edit")
    view = await sluice.modal(callback="series_view")
    wrong = await sluice.submit(view, goal="Memo of the week", again="every 5 minutes")
    assert "too often" in wrong["body"]["errors"]["again"]
    await sluice.submit(view, goal=f"Memo of the week\n{NOTES}", again="every Friday at 8")
    changed = await receipt_with(sluice, "Memo of the week")
    assert "every Friday 8:00" in words(changed)


async def test_nobody_else_sees_or_changes_it(sluice: World) -> None:
    await sluice.said(BRIEF)
    assert "I can't find that" in await sluice.said("/sluice T-1", BOB)
    assert "Nothing comes again." in await sluice.said("/sluice repeats", BOB)


async def test_without_a_time_it_says_which_it_takes(sluice: World) -> None:
    said = await sluice.said(f"/assign writer: Memo; every weekday\n{NOTES}")
    assert "every weekday 7:00" in said
    assert "You said no time" in said


@pytest.mark.parametrize(
    "brief, why",
    [
        ("every 10 minutes", "too often"),
        ("every 30 February", "can't repeat"),
        ("every day 7:00; by Friday", "no one due time"),
    ],
)
async def test_what_can_not_be_repeated_makes_nothing_and_keeps_the_words(sluice: World, brief: str, why: str) -> None:
    answer = await sluice.command(f"/assign writer: Memo; {brief}\n{NOTES}")
    assert why in words(answer["body"])
    assert "Open as a form" in [b["text"]["text"] for b in buttons(answer["body"])]
    assert "Nothing comes again." in await sluice.said("/sluice repeats")


async def test_a_direct_message_with_a_repetition_is_confirmed_and_begins_it(sluice: World) -> None:
    await write(sluice, f"writer: Memo of the day; every Monday 9:00\n{NOTES}")
    asked = await sluice.message_with("Shall I assign")
    await sluice.press(asked, next(b for b in buttons(asked) if b["action_id"] == "confirm_message"))

    async def begun() -> bool:
        return "every Monday 9:00" in await sluice.said("/sluice repeats")

    await wait_for(begun, "the repetition is begun")


async def test_its_form_changes_who_works_on_the_next_runs_and_who_decides(sluice: World) -> None:
    await sluice.said(BRIEF)
    await press(sluice, await receipt_with(sluice, "every weekday 7:00"), "Edit")
    view = await sluice.modal(callback="series_view")
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert fields["worker"]["initial_option"]["value"] == "writer"
    assert (fields["reviewer"]["initial_user"], "initial_user" in fields["colleague"]) == (ALICE, False)
    both = await sluice.submit(view, worker="analyst", colleague=BOB)
    assert "not both" in both["body"]["errors"]["colleague"]
    own = await sluice.submit(view, colleague=BOB, reviewer=BOB)
    assert "would decide on their own work" in own["body"]["errors"]["colleague"]
    await sluice.submit(view, colleague=BOB)
    await press(sluice, await receipt_with(sluice, "every weekday 7:00"), "Run one now")
    await receipt_with(sluice, "T-1.1 is still open")
    assert f"<@{BOB}>" in await sluice.said("/sluice T-1.1")
    await sluice.said("/sluice T-1.1 cancel")
    await press(sluice, await receipt_with(sluice, "every weekday 7:00"), "Edit")
    view = await sluice.modal(callback="series_view")
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert fields["colleague"]["initial_user"] == BOB
    assert fields["worker"]["initial_option"]["text"]["text"] == "The colleague below"
