"""People hear what has changed of what they have, and messages and lists say what is so now."""

from pathlib import Path

from tests.bot.days import at_home, day, full, newest, press, slots, times
from tests.bot.speaking import drawn, labels, write
from tests.world import ALICE, BOB, Json, World, wait_for, words


async def shown(sluice: World, name: str) -> Json:
    """The answer to `/sluice T-n`, which can be pressed."""
    answer = words((await sluice.command(f"/sluice {name}"))["body"])
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    assert words(message) == answer
    return message


async def ready(sluice: World, name: str) -> None:
    async def is_ready() -> bool:
        return "· ready" in await sluice.said(f"/sluice {name}")

    await wait_for(is_ready, f"{name} is ready")


async def test_a_colleague_hears_that_their_task_is_canceled(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/assign @bob Press list; by Friday")
        await slots(sluice, clock, 1, 9)
        await sluice.said("/assign @bob Not seen yet; by Friday")
        for name in ("T-2", "T-1"):
            await press(sluice, await shown(sluice, name), "Cancel")
        line = full(await sluice.message_with("is canceled: nothing is left for you to do", sluice.dm(BOB)))
        assert f"T-1 · Press list is canceled: nothing is left for you to do. <@{ALICE}> decided that." in line
        assert not [m for m in sluice.messages(sluice.dm(BOB)) if "T-2" in full(m)]  # he was never told of it


async def test_a_colleague_hears_what_has_changed(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/assign @bob Numbers; must: net; by Friday 18:00")
        await slots(sluice, clock, 1, 9)
        await press(sluice, await shown(sluice, "T-1"), "Edit")
        view = await sluice.modal(callback="edit_view")
        await sluice.submit(view, goal="Numbers of Q4", due="Thursday 12:00", criteria="net", colleague=BOB)
        line = full(await sluice.message_with("changed T-1", sluice.dm(BOB)))
        assert "it is due Thu 3 Dec 12:00 (it was Fri 4 Dec 18:00), and what is asked is different." in line
        before = len(sluice.messages(sluice.dm(BOB)))
        await press(sluice, await shown(sluice, "T-1"), "Edit")
        view = await sluice.modal(callback="edit_view")
        await sluice.submit(view, goal="<!channel> of <b> & Co", due="today 15:00", criteria="net", colleague=BOB)
        again = await sluice.message_with("it is due Tue 1 Dec 15:00", sluice.dm(BOB))  # before he is brought it anew
        assert "&lt;!channel&gt; of &lt;b&gt; &amp; Co" in again["text"] and "<!channel>" not in str(again)
        await press(sluice, await shown(sluice, "T-1"), "Cancel")
        await sluice.message_with("is canceled: nothing is left", sluice.dm(BOB))
        assert len(sluice.messages(sluice.dm(BOB))) == before + 2  # no card comes again by itself


async def test_all_who_wait_for_what_is_due_meanwhile_hear_that_somebody_is_busy(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        for title, due in (("One", "today 15:00"), ("Two", "Friday"), ("Three", "today 17:00")):
            await sluice.said(f"/assign @bob {title}; by {due}")
        await slots(sluice, clock, 1, 9)
        await press(sluice, newest(sluice, BOB), "Busy until…", BOB)
        await sluice.submit(await sluice.modal(BOB, "busy_view"), BOB, until="tomorrow 9:00")
        line = full(await sluice.message_with("is busy until"))
        assert "T-1 (due Tue 1 Dec 15:00) and T-3 (due Tue 1 Dec 17:00) from you" in line
        await sluice.said("/assign @bob Four; by today 16:00; reviewer @cara")
        before = len(sluice.messages(sluice.dm()))
        await press(sluice, newest(sluice, BOB), "Busy until…", BOB)
        await sluice.submit(await sluice.modal(BOB, "busy_view"), BOB, until="tomorrow 9:00")
        new = await sluice.message_with("They have T-1 from you, and it is due", within=30)
        assert "T-3" not in full(new) and len(sluice.messages(sluice.dm())) == before + 1


async def test_who_is_away_is_said_to_be_beside_what_is_late(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/collect away until Thursday", BOB)
        await sluice.said("/assign @bob While away; by Wednesday 12:00")
        assert "away until Thu" in await sluice.said("/sluice tasks others")
        await slots(sluice, clock, 2, 13)
        assert "away until tomorrow" in full(newest(sluice))


async def test_a_step_that_can_not_start_says_so_and_has_the_ways_out(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: One; then writer: Two")
        await press(sluice, await shown(sluice, "T-1"), "Cancel")

        async def stuck() -> bool:
            return "It can't start: T-1 One was canceled." in await sluice.said("/sluice T-2")

        await wait_for(stuck, "T-2 can't start")

        async def ways() -> bool:
            return "Start T-2 without it" in labels(await shown(sluice, "T-2"))

        await wait_for(ways, "the ways out")
        assert "coming" not in await sluice.said("/sluice")


async def test_a_step_that_waits_can_be_edited_and_spoken_to(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: One; must: under 200 words; then writer: Two")
        await ready(sluice, "T-1")
        await write(sluice, "edit T-2")
        message = await sluice.message_with("It starts when T-1 One is approved")
        await press(sluice, message, "Edit")
        assert "Edit T-2" in words(await sluice.modal(callback="edit_view"))
        await write(sluice, "T-2 name prices, too")
        await sluice.message_with("writer hears that before its next step on T-2.")


async def test_what_the_messages_say_of_the_next_times_follows_them(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: One; must: under 200 words")
        await ready(sluice, "T-1")
        await slots(sluice, clock, 1, 9)
        message = newest(sluice)
        assert "Comes back at 13:00" in full(message) or "comes back at 13:00" in full(message)
        await sluice.said("/collect at 10:30 weekdays")
        await drawn(sluice, message, "back at 10:30")


async def test_what_stands_in_a_later_message_is_not_said_to_be_done(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/assign @bob One; by Friday")
        await slots(sluice, clock, 1, 9)
        first = newest(sluice, BOB)
        await sluice.said("/assign @bob Two; by Friday")
        await sluice.said("/collect now", BOB)
        await drawn(sluice, first, "1 in a later message")
        assert "othing is left" not in full(first) and "Submit" not in labels(first)


async def test_the_list_tells_what_comes_again(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: digest; every weekday 8:30")
        said = await sluice.said("/sluice")
        assert "T-1 starts 8:30" in said and "Nothing is assigned yet" not in said
        assert "T-1 starts 8:30" in await at_home(sluice, "T-1 starts")


async def test_a_result_that_comes_after_its_due_time_is_told_on_the_receipt(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        clock.to(1, 13, 5)
        receipt = await sluice.said("/assign writer: Due soon; must: under 200 words; by today 15:00")
        assert "Back at 16:30, after it is due" in receipt


async def test_a_revision_of_what_is_urgent_is_said_to_come_at_once(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: Hurry; must: under 200 words; urgent")
        (card,) = await sluice.cards()
        await sluice.click(card, "Revise")
        assert "It is back as soon as it is ready" in words(await sluice.modal(callback="revise_view"))


async def test_what_comes_again_names_the_run_that_it_waits_for(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: digest; must: under 200 words; every weekday 8:30")
        await slots(sluice, clock, 2, 9)
        assert "T-1 waits for T-1.1" in await sluice.said("/sluice")
        assert "T-1 waits for T-1.1" in await at_home(sluice, "T-1 waits")


async def test_after_a_list_it_is_said_what_is_still_open_of_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: li; for each of: a, b; then writer: all in one")
        await press(sluice, await shown(sluice, "T-1"), "Start all")

        async def begun() -> bool:
            return "· ready" in await sluice.said("/sluice T-1.2")

        await wait_for(begun, "the rows")
        (waiter,) = {f"T-{n}" for n in range(2, 9) if "all in one" in await sluice.said(f"/sluice T-{n}")}
        await press(sluice, await shown(sluice, "T-1.2"), "Cancel")

        async def said() -> bool:
            told = await sluice.said(f"/sluice {waiter}")
            return "It starts when all of these are decided" in told and "T-1.1" in told and "T-1.2" not in told

        await wait_for(said, "what it waits for still")


async def test_who_decides_on_somebodys_list_is_not_offered_to_start_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice, ALICE, BOB)
        await sluice.said("/sluice", ALICE)
        await sluice.said(f"/assign writer: li; reviewer <@{ALICE}|alice>; for each of: a, b, c, d, e", BOB)
        assert "Start all 5" in labels(sluice.slack.workspace.ephemerals[BOB][-1])
        answer = await sluice.command("/sluice T-1")
        assert f"from <@{BOB}>" in words(answer["body"]) and not any(
            b.startswith("Start") for b in labels(answer["body"])
        )


async def test_a_playbook_that_is_saved_again_stays_everybodys(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/assign writer: compare the vendors; must: under 200 words")
        await sluice.command("/sluice playbook save T-1 as vend")
        await sluice.submit(await sluice.modal(callback="playbook_view"), who="all")
        await sluice.ephemeral(ALICE, "Saved as vend, v1")
        await sluice.command("/sluice playbook save T-1 as vend")
        view = await sluice.modal(callback="playbook_view")
        assert "You have a playbook “vend” (v1, everyone here): this is saved as its v2." in words(view)
        chosen = next(b for b in view["blocks"] if b.get("block_id") == "who")["element"]["initial_option"]
        assert chosen["value"] == "all"


async def test_a_stream_that_is_closed_says_what_comes_again_in_it(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        await sluice.said("/sluice stream new Num")
        await sluice.said("/assign writer: digest; every weekday 8:30; for Num")
        assert "T-1 comes again in it, and its next run opens it" in await sluice.said("/sluice stream close Num")
