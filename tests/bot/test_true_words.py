"""What a person is brought, and every number and promise around it, is true at that moment: on days that are played with
a clock."""

import asyncio
from pathlib import Path

from tests.bot.days import at_home, day, drafts, full, newest, press, ring, times
from tests.bot.desk import choose, opened
from tests.bot.test_reviewing import labels, tap, titled
from tests.world import ALICE, BOB, CARA, World, wait_for, words


async def put_off(sluice: World, until: str) -> None:
    """Put the first draft of a review off."""
    await sluice.said("/sluice review")
    await choose(sluice, await sluice.modal(ALICE, "review_view"), "Later: pick")
    await sluice.submit(await sluice.modal(ALICE, "later_view"), until=until)
    await sluice.modal(ALICE, "review_view")


async def test_a_stand_in_is_told_where_approve_brings_a_draft(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1)
        await sluice.said(f"/collect away until Thursday, <@{BOB}|bob> decides")
        await sluice.said("/collect now", BOB)
        (card,) = await sluice.cards(BOB)
        shown = full(newest(sluice, BOB))
        assert f"Approve sends it to <@{ALICE}>" in shown and "card's thread" not in shown
        await sluice.click(card, "Approve", BOB)
        assert "card's thread" not in full(await sluice.message_with("You approved it", sluice.dm(BOB)))


async def test_what_is_left_is_counted_and_what_rests_is_not_promised_back(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await drafts(sluice, 2)
        for at, counted, back in (
            ((1, 9), "2 to decide", "What you leave comes back at 13:00"),
            ((1, 13), "left once", "What you leave comes back at 16:30"),
            ((1, 16, 30), "left twice", "What you leave comes back"),
            ((2, 9), "left 3 times", "T-1, T-2 rest now: /collect now brings what rests."),
        ):
            clock.to(*at)
            shown = await ring(sluice, counted)
            assert back in shown
        assert "comes back" not in shown


async def test_a_review_holds_as_many_as_a_person_wants_and_no_message_could(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        await sluice.said("/collect limit 100")
        await sluice.said("/collect most 12")
        await drafts(sluice, 13)
        await sluice.said("/sluice review")
        assert words((await sluice.modal(ALICE, "review_view"))["title"]) == "Review · 1 of 12"


async def test_the_last_page_says_why_the_last_press_did_not_count(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1, "; reviewer @bob")
        await sluice.said("/sluice review", BOB)
        view = await sluice.modal(BOB, "review_view")
        await sluice.said("/sluice T-1")
        await press(sluice, await sluice.ephemeral(ALICE, "T-1 · Memo 1"), "Cancel")
        await sluice.ephemeral(ALICE, "T-1 is canceled")
        await tap(sluice, view, "Approve", BOB)
        assert "T-1 is canceled. Nothing was decided." in words(await titled(sluice, "Review · done", BOB))


async def test_a_review_goes_on_where_its_draft_became_somebody_else_s(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB, CARA)
        await drafts(sluice, 2)
        await sluice.said(f"/collect away until Thursday, <@{BOB}|bob> decides")
        await sluice.said("/sluice review", BOB)
        view = await sluice.modal(BOB, "review_view")
        await sluice.said("/collect back")
        await tap(sluice, view, "Approve", BOB)
        assert "isn't yours to decide" in words(await titled(sluice, "Review · done", BOB))


async def test_what_a_colleague_is_late_with_comes_with_the_collection_after_a_pause(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1)
        await sluice.said(f"/assign <@{BOB}|bob> Numbers; by tomorrow 8:00; must: net")
        clock.to(2, 9)
        assert "It is not in yet" in await ring(sluice, "2 to decide")


async def test_what_is_put_off_is_promised_for_no_earlier_time(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await drafts(sluice, 3)
        await put_off(sluice, "in 2 weeks")
        assert "2 ready so far" in await at_home(sluice, "Next: 9:00")
        clock.to(1, 9)
        assert "nothing else waits" not in await ring(sluice, "2 to decide")
        (first, _) = await sluice.cards(at_least=2)
        await choose(sluice, await opened(sluice, first), "Later: pick")
        await sluice.submit(await sluice.modal(ALICE, "later_view"), until="tomorrow")
        await sluice.message_with("put off")
        home = await at_home(sluice, "Next: 13:00")
        assert "1 left from 9:00" in home and "ready so far" not in home


async def test_a_late_undo_in_a_window_shows_what_is_true_by_then(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1)
        (card,) = await sluice.cards()
        view = await opened(sluice, card)
        await tap(sluice, view, "Approve")

        async def decided() -> bool:
            return "Undo" in labels(sluice.slack.workspace.views[ALICE][0])

        await wait_for(decided, "a window with Undo")
        view = sluice.slack.workspace.views[ALICE][0]
        await asyncio.sleep(1.5)
        await tap(sluice, view, "Undo")

        async def late() -> bool:
            return "Undo" not in labels(sluice.slack.workspace.views[ALICE][0])

        await wait_for(late, "a window without Undo")
        assert any("Too late to undo" in words(view) for view in sluice.slack.workspace.views[ALICE])
