"""An installation may name the people and the channels where Sluice acts: all others reach nothing and leave nothing."""

from pathlib import Path

from bot.setup.bounds import Acts
from storage.tables import inbox, task
from tests.bot.test_installation import ring
from tests.bot.test_places import LAUNCH, press, says
from tests.bot.test_story import NOTES
from tests.far_times import FAR
from tests.world import ALICE, BOB, GENERAL, World, count, wait_for, words, world

CLOSED = "Sluice is open to some people of this workspace only"
NOT_HERE = "Sluice does not act in this channel"


async def nothing_is_kept(sluice: World) -> bool:
    return [await count(sluice, table) for table in (task, inbox)] == [0, 0]


async def test_who_is_not_named_makes_nothing_and_sees_nothing(tmp_path: Path) -> None:
    async with world(tmp_path, veterans=(), acts=Acts(people=(ALICE,))) as sluice:
        answer = await sluice.said(f"/assign writer: Memo\n{NOTES}", BOB)
        assert CLOSED in answer and "writer: Memo" in answer  # their words are not lost
        for line in ("/sluice", "/collect now", "/collect at 9:00", "/sluice find memo"):
            assert CLOSED in await sluice.said(line, BOB)
        await sluice.act("message", channel=GENERAL, user=BOB, text=f"<@U0BOT> writer: Memo\n{NOTES}")
        assert CLOSED in words(await sluice.ephemeral(BOB, CLOSED))
        await sluice.act("open-home", user=BOB)

        async def home() -> bool:
            return CLOSED in str(sluice.slack.workspace.homes.get(BOB))

        await wait_for(home)
        assert await nothing_is_kept(sluice)
        assert "T-1 · Memo" in await sluice.said(f"/assign writer: Memo\n{NOTES}")


async def test_who_is_not_named_is_no_reviewer(tmp_path: Path) -> None:
    async with world(tmp_path, acts=Acts(people=(ALICE,))) as sluice:
        answer = await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>\n{NOTES}")
        assert f"<@{BOB}> can't decide" in answer
        assert await count(sluice, task) == 0


async def test_an_administrator_is_let_in_without_being_named(tmp_path: Path) -> None:
    async with world(tmp_path, acts=Acts(people=(ALICE,)), admins=(BOB,)) as sluice:
        assert "T-1 · Memo" in await sluice.said(f"/assign writer: Memo\n{NOTES}", BOB)


async def test_what_waited_for_who_is_not_named_any_more_goes_to_who_assigned_it(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>\n{NOTES}")
        await sluice.cards(user=BOB)
    async with world(tmp_path, acts=Acts(people=(ALICE,))) as sluice:
        told = words(await sluice.message_with("You decide in their place: T-1"))
        assert f"<@{BOB}>" in told and "can't decide here" in told
        assert CLOSED in await sluice.said("/sluice T-1", BOB)


async def test_in_a_channel_that_is_not_named_nothing_is_done_and_nothing_is_kept(tmp_path: Path) -> None:
    async with world(tmp_path, veterans=(), acts=Acts(channels=(LAUNCH,))) as sluice:
        answer = await sluice.said(f"/assign writer: Memo\n{NOTES}")
        assert NOT_HERE in answer and f"<#{LAUNCH}>" in answer and "writer: Memo" in answer
        await sluice.act("message", channel=GENERAL, user=ALICE, text="talk of others")
        ts = (await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> writer: Memo\n{NOTES}"))["ts"]
        assert NOT_HERE in words(await sluice.ephemeral(ALICE, NOT_HERE))
        await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=GENERAL, messageTs=ts)
        await sluice.ephemeral(ALICE, NOT_HERE)
        assert await nothing_is_kept(sluice)


async def test_direct_messages_and_the_named_channels_work(tmp_path: Path) -> None:
    async with world(tmp_path, acts=Acts(channels=(LAUNCH,))) as sluice:
        assert "T-1 · Memo" in await sluice.said(f"/assign writer: Memo\n{NOTES}", channel=sluice.dm())
        assert "T-2 · Memo" in await sluice.said(f"/assign writer: Memo\n{NOTES}", channel=LAUNCH)
        await sluice.cards(at_least=2)


async def test_no_result_goes_to_a_channel_that_is_not_named(tmp_path: Path) -> None:
    async with world(tmp_path, acts=Acts(channels=(LAUNCH,))) as sluice:
        line = f"/assign writer: Memo; to <#{GENERAL}|general>\n{NOTES}"
        assert NOT_HERE.replace("this channel", f"<#{GENERAL}>") in await sluice.said(line, channel=sluice.dm())
        assert await count(sluice, task) == 0


async def test_a_channel_that_is_not_named_any_more_gets_neither_results_nor_collections(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=0) as sluice:
        await sluice.said(f"/collect here at {FAR} daily")
        await sluice.said(f"/assign writer: Memo; to <#{GENERAL}|general>\n{NOTES}", channel=sluice.dm())
        await sluice.cards()
    async with world(tmp_path, acts=Acts(channels=(LAUNCH,)), undo_seconds=0) as sluice:
        await sluice.said("/collect now", channel=sluice.dm())
        await sluice.click((await sluice.cards())[-1], "Approve")
        told = await says(sluice, f"I could not post *T-1 · Memo* in <#{GENERAL}>")
        assert "Sluice does not act there" in words(told) and "Slack says" not in words(told)
        await ring(sluice, GENERAL)
        await press(sluice, told, "Send it to me here")
        await sluice.message_with("Approved")
        assert [m for m in sluice.messages(GENERAL) if m["user"] == "U0BOT"] == []
