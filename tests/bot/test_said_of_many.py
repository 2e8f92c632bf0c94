"""What is said of lists, of tasks that are ready already, and of channels with times of their own."""

from pathlib import Path

import pytest

from tests.bot.days import day
from tests.bot.speaking import a_card, button, decided, write
from tests.bot.test_story import NOTES
from tests.far_times import FAR
from tests.world import ALICE, BOB, GENERAL, World, wait_for, words


async def test_a_list_is_not_unknown_to_who_wants_to_stop_it(sluice: World) -> None:
    await sluice.said(f"/assign writer: Answer; for each of: Acme, Bolt\n{NOTES}")
    told = await sluice.said("/sluice stop T-1")
    assert "T-1 is many tasks: stop one, for example /sluice stop T-1.1" in told


async def test_what_is_ready_is_brought_when_it_is_wanted(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    receipt = await sluice.ephemeral(ALICE, "Memo")

    async def ready() -> bool:
        return "ready v1" in await sluice.said("/sluice T-1")

    await wait_for(ready)
    await sluice.press(receipt, button(receipt, "Bring it when ready"))
    (card,) = await sluice.cards(at_least=1)
    assert "Memo · v1 · T-1" in words(card["message"])
    await sluice.press(receipt, button(receipt, "Bring it when ready"))
    await sluice.ephemeral(ALICE, "T-1 was brought already: /collect now shows where.")


async def test_who_is_away_may_have_their_own_brought_and_nobody_else_is_reached(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/collect at {FAR} daily", BOB)
    await sluice.said(f"/assign writer: Mine; must: names 3 March\n{NOTES}")
    mine = await sluice.ephemeral(ALICE, "T-1 · Mine")
    await sluice.said(f"/assign writer: Theirs; must: names 3 March; reviewer <@{BOB}>\n{NOTES}")
    theirs = await sluice.ephemeral(ALICE, "T-2 · Theirs")

    async def ready() -> bool:
        return "ready v1" in await sluice.said("/sluice T-1") and "ready v1" in await sluice.said("/sluice T-2")

    await wait_for(ready)
    await sluice.said("/collect away until Monday")
    await sluice.said("/collect away until Monday", BOB)
    await sluice.press(theirs, button(theirs, "Bring it when ready"))
    await sluice.ephemeral(ALICE, f"Nothing is brought to <@{BOB}> now: they are away.")
    await sluice.press(mine, button(mine, "Bring it when ready"))
    await sluice.message_with("Mine · v1 · T-1")


async def test_no_row_is_made_of_an_empty_bullet_and_no_list_flows(sluice: World) -> None:
    made = await sluice.said("/assign writer: Answer the ticket\nfor each of:\n- Acme\n- Bolt\n- ")
    assert "2 rows" in made, made
    told = await sluice.said("/assign writer: Answer; for each of: Acme, Bolt; flow; then writer: sum up")
    assert "The rows of a list are decided together" in told and "Nothing was created" in told


async def test_a_receipt_names_the_time_of_the_channel_that_shows_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        clock.to(2, 13, 30)
        await sluice.said("/collect at 9:00 16:30 daily")
        await sluice.said("/collect here at 15:00 daily", channel="C02RND")
        assert "Back at 16:30" in await sluice.said("/assign writer: Memo")
        assert "Back at 15:00" in await sluice.said("/assign writer: Memo", channel="C02RND")


async def test_a_task_that_waits_for_room_says_why_wherever_it_is_asked_for(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said("/collect limit 1")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.said(f"/assign writer: Second; must: names a date\n{NOTES}")
    told = await sluice.said("/sluice T-2")
    assert "which is your limit" in told and "Start it anyway" in told and "Give to…" in told
    await write(sluice, "T-2?")
    await sluice.message_with("which is your limit")
    shown = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(shown, button(shown, "Start it anyway"))
    await sluice.ephemeral(ALICE, "Second* · writer has started")


async def test_who_is_asked_reads_in_the_window_what_it_is_checked_for(sluice: World) -> None:
    await sluice.said(f"/assign <@{BOB}> Price table; must: every plan has a row")
    await sluice.said("/sluice T-1", BOB)
    shown = sluice.slack.workspace.ephemerals[BOB][-1]
    await sluice.press(shown, button(shown, "Show it"), BOB)
    assert "every plan has a row" in words(await sluice.modal(BOB))


async def test_a_question_about_a_task_that_has_not_begun_is_answered_with_why(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said("/collect limit 1")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.said(f"/assign writer: Second\n{NOTES}")
    await write(sluice, "why does T-2 not start?")
    await sluice.message_with("which is your limit")


async def test_who_decides_and_who_waits_for_a_step_read_why_a_task_has_not_begun(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily", BOB)
    await sluice.said("/collect limit 1", BOB)
    await sluice.said(f"/assign writer: Memo\n{NOTES}", BOB)
    await sluice.said(f"/assign writer: Second; reviewer <@{BOB}>\n{NOTES}")
    assert "It starts when you have decided 1." in await sluice.said("/sluice T-2", BOB)
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: Third; after T-1\n{NOTES}", BOB)
    await write(sluice, "why does T-3 not start?", BOB)
    told = await sluice.message_with("T-3 · Third", sluice.dm(BOB))
    assert "It starts when T-1 Memo is approved" in words(told)
    await sluice.said(f"/assign writer: Fire Bob; reviewer <@{ALICE}>\n{NOTES}")
    await sluice.said(f"/assign writer: Seating plan; after T-4; reviewer <@{BOB}>\n{NOTES}")
    told = await sluice.said("/sluice T-5", BOB)
    assert "It waits for T-4." in told and "Fire Bob" not in told


async def test_only_who_decided_is_offered_to_undo_it(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily", BOB)
    await sluice.said(f"/assign writer: Memo; urgent; reviewer <@{BOB}>\n{NOTES}")
    await sluice.click((await sluice.cards(BOB))[0], "Approve", BOB)
    await decided(sluice, "approve")
    assert "You approved it." in await sluice.said("/sluice T-1", BOB)
    theirs = await sluice.said("/sluice T-1")
    assert "decided, can be undone" in theirs and "approved it" not in theirs


async def test_who_asks_whether_to_undo_is_shown_the_button(sluice: World) -> None:
    message = await a_card(sluice)
    await sluice.click((await sluice.cards())[0], "Approve")
    await decided(sluice, "approve")
    await write(sluice, "undo T-1?")
    told = await sluice.message_with("You approved it.", message["channel"])
    await sluice.press(told, button(told, "Undo"))
    await decided(sluice)


@pytest.mark.parametrize(
    "text", ["reject T-1 for now", "hey, don't approve T-1 yet", "approve T-1, but shorten the intro"]
)
async def test_a_verdict_in_a_mention_begins_no_task(sluice: World, text: str) -> None:
    await a_card(sluice)
    await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@{sluice.slack.config.bot_user}> {text}")
    await sluice.ephemeral(ALICE, "I am not sure what you mean. Nothing was decided.")
    assert "T-2" not in await sluice.said("/sluice tasks")


async def test_a_mention_that_decides_and_asks_for_something_new_is_asked_about(sluice: World) -> None:
    await a_card(sluice)
    text = "Approve T-1, then write the announcement; by Friday"
    await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@{sluice.slack.config.bot_user}> {text}")
    told = words(await sluice.ephemeral(ALICE, "That begins with a decision"))
    assert "Open as a form" in told and "T-2" not in await sluice.said("/sluice tasks")


async def test_several_tasks_in_a_mention_are_decided(sluice: World) -> None:
    await a_card(sluice)
    await a_card(sluice, "writer: Second")
    await sluice.cards(at_least=2)
    await sluice.act(
        "message", channel=GENERAL, user=ALICE, text=f"<@{sluice.slack.config.bot_user}> approve T-1 and T-2"
    )
    await decided(sluice, "approve", "approve")


async def test_who_cancels_several_at_once_reads_how_each_is_canceled(sluice: World) -> None:
    await a_card(sluice)
    await a_card(sluice, "writer: Second")
    await write(sluice, "cancel T-1 and T-2")
    told = words(await sluice.message_with("/sluice T-2 cancel gives it up."))
    assert "/sluice T-1 cancel gives it up." in told
