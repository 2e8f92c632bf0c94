"""What a person is brought, and every number and promise around it, is true at that moment: on days that are played with
a clock."""

import asyncio
from pathlib import Path

from tests.bot.days import at_home, day, drafts, full, newest, press, ring, times
from tests.bot.desk import choose, opened
from tests.bot.test_reviewing import labels, tap, titled
from tests.world import ALICE, BOB, CARA, Json, World, buttons, wait_for, words


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


async def test_rows_that_did_not_work_are_not_said_to_come_and_none_counts_twice(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        await sluice.said("/assign writer: Post; must: under 120 words; for each of: Rome, Paris, Oslo, FAIL town")
        await press(sluice, await sluice.ephemeral(ALICE, "Start all 4"), "Start all")

        async def done() -> bool:
            return "did not work" in await sluice.said("/sluice T-1.4") and "· ready" in await sluice.said(
                "/sluice T-1.3"
            )

        await wait_for(done, "three rows and one that did not work")
        await sluice.said("/collect now")
        message = await sluice.message_with("3 ready of 4")
        assert "1 did not work" in full(message) and "as you decide" not in full(message)
        await sluice.said("T-1.1 reject", channel=sluice.dm())
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1.1 reject")
        message = await sluice.message_with("2 ready of 4")
        await asyncio.sleep(1.5)
        message = await sluice.message_with("1 rejected")
        assert "1 decided" not in full(message)


async def test_who_collects_when_nothing_waits_for_them_hears_for_whom_it_does(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1, "; reviewer @bob")
        told = await sluice.said("/collect now")
        assert f"Nothing waits for you. 1 waits for <@{BOB}>." in told


async def test_the_limit_says_what_it_holds_back(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        assert "while 1 task waits for you or is under way" in await sluice.said("/collect limit 1")
        assert "while 5 tasks wait for you or are under way" in await sluice.said("/collect limit 5")


async def test_a_card_counts_who_no_longer_waits(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        await drafts(sluice, 2)
        await sluice.said("/collect now")
        (first, _) = await sluice.cards(at_least=2)
        await sluice.said("/sluice T-2")
        await press(sluice, await sluice.ephemeral(ALICE, "T-2 · Memo 2"), "Cancel")
        await sluice.message_with("1 no longer waits")
        await sluice.click(first, "Approve")
        assert "1 of 2 decided · 1 no longer waits" in full(await sluice.message_with("1 of 2 decided"))


async def test_whoever_did_not_decide_is_not_offered_to_take_it_back(tmp_path: Path) -> None:
    async with day(tmp_path, undo_seconds=30) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 1)
        await sluice.said("/collect now")
        (hers,) = await sluice.cards()
        await sluice.said(f"/collect away until Thursday, <@{BOB}|bob> decides")
        await sluice.said("/collect now", BOB)
        (theirs,) = await sluice.cards(BOB)
        await sluice.click(theirs, "Reject", BOB)
        await sluice.message_with("You rejected it", sluice.dm(BOB))
        seen = await sluice.message_with(f"<@{BOB}> rejected v1", sluice.dm(ALICE))
        assert not {"Undo", "Add a reason"} & {b["text"]["text"] for b in buttons(seen)}, full(seen)
        assert hers


async def test_a_thumb_down_after_a_thumb_up_is_answered(tmp_path: Path) -> None:
    async with day(tmp_path, undo_seconds=30) as (sluice, _):
        await drafts(sluice, 1)
        (card,) = await sluice.cards()
        place = {"channel": sluice.dm(), "ts": card["message"]["ts"], "user": ALICE}
        await sluice.act("reaction", **place, name="+1")
        await sluice.message_with("You approved it")
        await sluice.act("reaction", **place, name="-1")
        await sluice.message_with("T-1 is decided already")


async def test_words_that_nobody_can_see_are_none(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1)
        (card,) = await sluice.cards()
        await sluice.click(card, "Revise")
        answer = await sluice.submit(await sluice.modal(ALICE, "revise_view"), note="\u200b \u2060")
        assert "Say what should change." in str(answer)


async def test_take_it_twice_says_that_it_is_theirs(tmp_path: Path) -> None:
    async with day(tmp_path, veterans=()) as (sluice, _):
        await drafts(sluice, 1)
        (card,) = await sluice.cards()
        await choose(sluice, await opened(sluice, card), "Give to someone")
        await sluice.submit(await sluice.modal(ALICE, "give_item_view"), to=BOB, note="")
        offer = await sluice.message_with("asks you to decide", sluice.dm(BOB))
        await press(sluice, offer, "Take it", BOB)
        await sluice.message_with("From now on you decide on T-1", sluice.dm(BOB))
        await press(sluice, offer, "Take it", BOB)
        await sluice.ephemeral(BOB, "T-1 is yours to decide already.")


async def three(sluice: World) -> Json:
    """Return a collection of three drafts."""
    await times(sluice)
    await drafts(sluice, 3)
    await sluice.said("/collect now")
    return await sluice.message_with("3 to decide")


async def reply(sluice: World, message: Json, text: str) -> str:
    """Write something below a message; return all that is said there after it."""
    said = await sluice.act("message", channel=sluice.dm(), user=ALICE, text=text, thread_ts=message["ts"])

    async def answered() -> str:
        after = [m for m in sluice.messages(sluice.dm()) if m["ts"] > said["ts"] and m["user"] == "U0BOT"]
        return "\n".join(full(m) for m in after)

    return str(await wait_for(answered, f"an answer to “{text}”"))


async def test_every_card_that_is_named_is_shown_where_it_is_not_sure_what_is_meant(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        told = await reply(sluice, await three(sluice), "1 approve, 2 shorter, 3 later")
        assert "Nothing was decided." in told and all(f"T-{n}" in told for n in (1, 2, 3))


async def test_a_card_that_is_named_twice_is_shown_once(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        told = await reply(sluice, await three(sluice), "1 approve 1 reject")
        assert "Nothing was decided." in told and told.count("Memo 1") + told.count("T-1 ·") <= 2


async def test_of_one_thing_nobody_is_asked_which(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 2)
        await sluice.said("/collect now")
        message = await sluice.message_with("2 to decide")
        (first, _) = await sluice.cards(at_least=2)
        await choose(sluice, await opened(sluice, first), "Give to someone")
        await sluice.submit(await sluice.modal(ALICE, "give_item_view"), to=BOB, note="")
        await sluice.message_with("1 with others")
        assert "Which one do you mean" not in await reply(sluice, message, "approve")


async def test_with_four_eyes_nothing_is_offered_that_a_second_person_must_do(tmp_path: Path) -> None:
    async with day(tmp_path, four_eyes=True) as (sluice, _):
        await sluice.said("/sluice")
        hello = await sluice.message_with("Hello")
        assert "Begin with a task of your own." in full(hello) and "Notes into a memo" not in full(hello)
        await drafts(sluice, 1, "; reviewer @bob")
        await sluice.said("/collect now", BOB)
        card = (await sluice.cards(BOB))[-1]
        view = await opened(sluice, card, BOB)
        assert "Give to someone" in str(view) and "Edit it, then approve" not in str(view)


async def test_the_name_of_a_task_may_have_any_hyphen(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await drafts(sluice, 1)
        for hyphen in "\u2010\u2011\u2013\u2014\u2212":
            assert "T-1 · Memo 1" in await sluice.said(f"/sluice T{hyphen}1")


async def test_a_list_without_a_tick_is_asked_for_one(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        message = await three(sluice)
        await press(sluice, message, "Approve the 3")
        form = await sluice.modal(ALICE, "approve_many_view")
        answer = await sluice.submit(form, **{b["block_id"]: [] for b in form["blocks"] if b["type"] == "input"})
        assert "Tick at least one" in str(answer["body"]["errors"])


async def test_a_draft_that_is_decided_takes_no_more_of_a_review_s_time(tmp_path: Path) -> None:
    async with day(tmp_path, undo_seconds=30) as (sluice, _):
        await times(sluice)
        await drafts(sluice, 3)
        await sluice.said("/sluice review")
        view = await sluice.modal(ALICE, "review_view")
        assert "about 1 min left in all" in words(view)
        await tap(sluice, view, "Reject")
        view = await titled(sluice, "Review · 2 of 3")
        left = words(view)
        assert "about 40 s left in all" in left
        await tap(sluice, view, "Back")
        assert "about 40 s left in all" in words(await titled(sluice, "Review · 1 of 3"))


async def test_what_is_back_already_is_not_worked_on_again(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice)
        await drafts(sluice, 2)
        await sluice.said("/sluice review")
        view = await sluice.modal(ALICE, "review_view")
        await tap(sluice, view, "Revise")
        await sluice.submit(await sluice.modal(ALICE, "revise_view"), note="shorter")

        async def back() -> bool:
            return "ready v2" in await sluice.said("/sluice T-1")

        await wait_for(back, "v2 is back")
        view = await titled(sluice, "Review · 2 of 2")
        await tap(sluice, view, "Skip")
        done = words(await titled(sluice, "Review · done"))
        assert "worked on again" not in done
