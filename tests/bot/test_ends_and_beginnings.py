"""Briefs that begin in odd ways, and work that somebody else ends."""

from pathlib import Path

from tests.bot.days import day, drafts
from tests.bot.speaking import NOTES, button, write
from tests.world import ALICE, BOB, GENERAL, Json, World, wait_for, words, world

GUIDE = "/assign writer: How to use it; must: short\nType this:\n/assign writer: Memo"


def receipt_of(sluice: World, user: str) -> Json:
    return sluice.slack.workspace.ephemerals[user][-1]


async def press_own(sluice: World, command: str, label: str, user: str) -> None:
    """Press a button of what a person's command answers."""
    await sluice.said(command, user)
    shown = receipt_of(sluice, user)
    await sluice.press(shown, button(shown, label), user)


async def test_a_line_that_begins_like_a_command_is_text_in_the_form(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        assert "send each /assign by itself" in await sluice.said(GUIDE)
        refused = receipt_of(sluice, ALICE)
        await sluice.press(refused, button(refused, "Open as a form"))
        form = await sluice.modal(ALICE)
        await sluice.submit(form, goal="How to use it\nType this:\n/assign writer: Memo")
        assert "How to use it" in words(await sluice.ephemeral(ALICE, "writer has started"))


async def test_a_command_that_is_written_to_the_app_is_one_task(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await write(sluice, "/assign writer: Memo please; must: short")
        asked = words(await sluice.message_with("Assign it"))
        assert "Memo please" in asked and "/assign" not in asked.split("Memo please")[0]


async def test_who_assigned_a_task_hears_that_somebody_else_canceled_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/sluice", BOB)
        await drafts(sluice, 1, f"; reviewer <@{BOB}|bob>")
        await press_own(sluice, "/sluice T-1", "Cancel", BOB)
        await sluice.message_with(f"<@{BOB}> canceled T-1 · Memo 1.")


async def test_who_assigned_a_repetition_hears_that_somebody_else_stopped_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/sluice", BOB)
        await sluice.said(f"/assign writer: Digest; must: short; every weekday 7:00; reviewer <@{BOB}|bob>")
        await press_own(sluice, "/sluice T-1", "Pause", BOB)
        await sluice.message_with(f"<@{BOB}> paused T-1 · Digest.")
        await press_own(sluice, "/sluice T-1", "Stop repeating", BOB)
        await sluice.message_with(f"<@{BOB}> stopped T-1 · Digest.")


async def test_a_trailing_semicolon_is_no_clause(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await sluice.said("/assign writer: Digest; must: short; every weekday 7:00")
        await press_own(sluice, "/sluice T-1", "Edit", ALICE)
        form = await sluice.modal(ALICE)
        assert "errors" not in ((await sluice.submit(form, goal="Compare A and B;"))["body"] or {})
        assert "Compare A and B" in await sluice.said("/sluice T-1")


async def test_nothing_is_kept_from_a_shared_stream_because_slack_is_busy(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said("/sluice stream new Beta")
        await sluice.said(f"/sluice stream share Beta <#{GENERAL}|general>")
        await sluice.act("fault", method="users.conversations", what="error", value="ratelimited", times=3)
        refused = await sluice.said(f"/assign writer: Memo; for Beta\n{NOTES}")
        assert "who sees what is assigned for this stream" in refused and "Nothing was created" in refused


async def test_cards_that_are_decided_are_not_said_to_wait_for_oneself(tmp_path: Path) -> None:
    async with day(tmp_path, undo_seconds=60) as (sluice, _):
        await drafts(sluice, 1)
        (card,) = await sluice.cards()
        await sluice.click(card, "Approve")

        async def said() -> bool:
            return "Nothing waits for you. 1 decided, can still be undone." in await sluice.said("/collect now")

        await wait_for(said, "what is decided is said to be so")
