"""Handing off and delivering in the five places of Slack: each ends delivered, or with words and a button that lead
there."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demonstration.stage import local_config
from bot.demonstration.transcript import Transcript
from tests.bot.days import press
from tests.bot.test_installation import ring
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, Json, World, wait_for, words, world

LAUNCH, BOARD, GROUP, PAIR = "C03LAUNCH", "C04BOARD", "C05GROUP", "D06PAIR"
NOTES = "We decided to ship on 3 March.\nWho tells the partners?\n"


async def hand_off(sluice: World, channel: str, threaded: bool = True) -> str:
    """Bob says something and Cara or Alice replies; Alice hands it off. Return the thread."""
    ts = str((await sluice.act("message", channel=channel, user=BOB, text=NOTES))["ts"])
    if threaded:
        await sluice.act("message", channel=channel, user=ALICE, text="The price is 39 € a seat.", thread_ts=ts)
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=channel, messageTs=ts)
    await sluice.submit(await sluice.modal(callback="handoff_view"), goal="Memo from the thread", worker="writer")
    return ts


async def approve(sluice: World, part: str = "Memo from the thread") -> Json:
    await sluice.message_with(part)
    card = (await sluice.cards())[-1]
    await sluice.click(card, "Approve")
    return card


def delivered(sluice: World, channel: str, thread: str | None = None) -> list[Json]:
    return [m for m in sluice.messages(channel) if "Approved" in m["text"] and thread in (None, m.get("thread_ts"))]


async def arrives(sluice: World, channel: str, thread: str | None = None) -> None:
    async def look() -> bool:
        return len(delivered(sluice, channel, thread)) == 1

    await wait_for(look, f"it is delivered in {channel}")


def files(sluice: World, channel: str) -> int:
    return sum(len(m.get("files") or ()) for m in sluice.messages(channel) if m["user"] == "U0BOT")


async def says(sluice: World, part: str, channel: str | None = None) -> Json:
    return await sluice.message_with(part, channel)


async def test_in_a_public_channel_with_the_app_it_comes_back_to_the_thread(sluice: World) -> None:
    thread = await hand_off(sluice, GENERAL)
    receipt = await sluice.ephemeral(ALICE, "T-1 · Memo from the thread")
    assert "From: the thread" in words(receipt)
    await approve(sluice)
    await arrives(sluice, GENERAL, thread)
    await says(sluice, "It was posted in its thread")


async def test_a_public_channel_without_the_app_is_joined_to_read_and_deliver(sluice: World) -> None:
    thread = await hand_off(sluice, LAUNCH)
    assert "From: the thread" in words(await sluice.ephemeral(ALICE, "T-1 · Memo"))
    joined = await says(sluice, "I joined this channel", LAUNCH)
    assert joined["thread_ts"] == thread and f"<@{ALICE}>" in words(joined)
    await approve(sluice)
    await arrives(sluice, LAUNCH, thread)


async def test_one_message_of_a_channel_without_the_app_needs_no_joining(sluice: World) -> None:
    await hand_off(sluice, LAUNCH, threaded=False)
    assert "From: the message" in words(await sluice.ephemeral(ALICE, "T-1 · Memo"))
    assert "U0BOT" not in sluice.slack.workspace.channels[LAUNCH]["members"]


async def hand_off_with_file(sluice: World, channel: str) -> Json:
    """Alice hands off one message of hers that has a file; its receipt."""
    file = (await sluice.act("file", user=ALICE, name="notes.md", text=NOTES))["body"]
    said = {"channel": channel, "user": ALICE, "text": "See the file"}
    ts = (await sluice.act("message", **said, files=[file]))["ts"]
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=channel, messageTs=ts)
    await sluice.submit(await sluice.modal(callback="handoff_view"), goal="Memo from the file", worker="writer")
    return await sluice.ephemeral(ALICE, "T-1 · Memo from the file")


async def test_a_public_channel_without_the_app_is_joined_to_read_the_file_of_one_message(sluice: World) -> None:
    receipt = words(await hand_off_with_file(sluice, LAUNCH))
    assert "Not read" not in receipt and "notes.md" in receipt
    joined = await says(sluice, "I joined this channel to read the file that", LAUNCH)
    assert f"<@{ALICE}>" in words(joined)


async def test_a_private_channel_without_the_app_says_how_its_file_can_be_read(sluice: World) -> None:
    receipt = words(await hand_off_with_file(sluice, BOARD))
    assert "Not read" in receipt and "I am not in this conversation" in receipt and "/invite <@U0BOT>" in receipt


async def test_a_named_public_channel_gets_the_post_without_a_member(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; to #launch\n{NOTES}")
    await approve(sluice, "Memo")
    await arrives(sluice, LAUNCH)


both_databases = pytest.mark.parametrize("sluice", ["http", "socket postgres"], indirect=True)


@both_databases
async def test_a_private_channel_is_told_with_the_way_in_and_a_button_that_works(sluice: World) -> None:
    thread = await hand_off(sluice, BOARD)
    receipt = await sluice.ephemeral(ALICE, "T-1 · Memo")
    assert "From: the message" in words(receipt) and "type /invite <@U0BOT> in it" in words(receipt)
    await approve(sluice)
    told = await says(sluice, "then press Deliver again")
    assert f"<#{BOARD}>" in words(told) and "/invite <@U0BOT>" in words(told)
    await says(sluice, "It was not posted in its thread yet: a message to you says why")
    assert delivered(sluice, BOARD) == []
    await press(sluice, told, "Deliver again")
    told = await says(sluice, "I tried again at ")  # it is still out of reach, and says so
    assert "I am still not in" in words(told) and "/invite <@U0BOT>" in words(told)
    await sluice.act("command", channel=BOARD, user=ALICE, command="/invite", text="@Sluice")
    await press(sluice, told, "Deliver again")
    await arrives(sluice, BOARD, thread)
    await says(sluice, f"is in <#{BOARD}> now.")
    await says(sluice, "It was posted in its thread")


async def test_the_log_says_delivered_only_of_what_is_there(sluice: World) -> None:
    lines: list[str] = []
    transcript = Transcript(ledger=sluice.bot.ledger, team="T01TEST", say=lines.append, names={})
    assert "/invite" in await sluice.said(f"/assign writer: Memo; to #board\n{NOTES}")
    await sluice.act("command", channel=BOARD, user=ALICE, command="/invite", text="@Sluice")
    await sluice.said(f"/assign writer: Memo; to #board\n{NOTES}")
    sluice.slack.workspace.channels[BOARD]["members"].remove("U0BOT")
    await approve(sluice, "Memo")
    told = await says(sluice, "then press Deliver again")
    await transcript.catch_up()
    assert any("not delivered" in line for line in lines), lines
    assert not any("  delivered" in line for line in lines), lines
    await sluice.act("command", channel=BOARD, user=ALICE, command="/invite", text="@Sluice")
    await press(sluice, told, "Deliver again")
    await says(sluice, f"is in <#{BOARD}> now.")
    await transcript.catch_up()
    assert any("  delivered" in line for line in lines), lines


async def test_in_a_private_channel_with_the_app_threads_are_read_and_replies_heard(sluice: World) -> None:
    await sluice.act("command", channel=BOARD, user=ALICE, command="/invite", text="@Sluice")
    thread = await hand_off(sluice, BOARD)
    assert "From: the thread" in words(await sluice.ephemeral(ALICE, "T-1 · Memo"))
    await sluice.cards()
    await sluice.act("message", channel=BOARD, user=ALICE, text="T-1 shorter, please", thread_ts=thread)
    await sluice.ephemeral(ALICE, "writer revises T-1")


async def test_an_invitation_delivers_what_waited_for_it(tmp_path: Path) -> None:
    base = local_config()
    events, scopes = base.app.events | {"member_joined_channel"}, base.app.scopes | {"groups:read"}
    config = replace(base, app=replace(base.app, events=events, scopes=scopes))
    async with world(tmp_path, config=config) as sluice:
        thread = await hand_off(sluice, BOARD)
        await approve(sluice)
        await says(sluice, "then press Deliver again")
        await sluice.act("command", channel=BOARD, user=ALICE, command="/invite", text="@Sluice")
        await arrives(sluice, BOARD, thread)


@both_databases
async def test_a_group_message_without_the_app_is_told_and_brought_to_the_person(sluice: World) -> None:
    await hand_off(sluice, GROUP)
    await sluice.ephemeral(ALICE, "T-1 · Memo")
    await approve(sluice)
    told = await says(sluice, "then press Deliver again")
    await press(sluice, told, "Send it to me here")
    await arrives(sluice, sluice.dm())
    await says(sluice, "It was sent to you")


async def test_a_group_message_with_the_app_is_like_a_channel(sluice: World) -> None:
    sluice.slack.workspace.channels[GROUP]["members"].append("U0BOT")
    thread = await hand_off(sluice, GROUP)
    await approve(sluice)
    await arrives(sluice, GROUP, thread)


async def test_between_two_people_the_result_comes_to_direct_messages_and_the_receipt_says_so(sluice: World) -> None:
    await hand_off(sluice, PAIR)
    receipt = await sluice.ephemeral(ALICE, "T-1 · Memo")
    assert receipt["channel"] == PAIR and "between two people" in words(receipt)
    assert "I can't read its thread either" in words(receipt)
    await approve(sluice)
    await says(sluice, "It was added to the card's thread")
    assert files(sluice, sluice.dm()) == 1
    assert [m for m in sluice.messages(PAIR) if m["user"] == "U0BOT"] == []


@pytest.mark.parametrize("channel", [GENERAL, LAUNCH, BOARD, GROUP, PAIR])
async def test_the_receipt_of_a_command_and_of_a_form_is_seen_where_it_was_asked_for(
    sluice: World, channel: str
) -> None:
    assert "T-1" in await sluice.said(f"/assign writer: Memo\n{NOTES}", channel=channel)
    await sluice.said("/assign", channel=channel)
    await sluice.submit(await sluice.modal(callback="assign_view"), goal=f"Second memo\n{NOTES}", worker="writer")
    receipt = await sluice.ephemeral(ALICE, "T-2 · Second memo")
    assert receipt["channel"] == channel and "thread_ts" not in receipt


async def test_a_form_that_took_longer_than_its_address_lives_is_answered_all_the_same(sluice: World) -> None:
    await sluice.said("/assign", channel=PAIR)
    view = await sluice.modal(callback="assign_view")
    for given in sluice.slack.delivery.responses.values():
        given["at"] -= 1801
    await sluice.submit(view, goal=f"Memo\n{NOTES}", worker="writer")
    await says(sluice, "T-1 · Memo")
    assert [m for m in sluice.messages(PAIR) if m["user"] == "U0BOT"] == []


async def test_a_mention_that_opens_no_thread_is_answered_where_it_is_seen(sluice: World) -> None:
    await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> writer: Memo\n{NOTES}")
    receipt = await sluice.ephemeral(ALICE, "T-1 · Memo")
    assert "thread_ts" not in receipt
    calls = [line for line in sluice.slack.workspace.log if line["what"] == "chat.postEphemeral"]
    assert calls and all("thread_ts" not in line["sent"] for line in calls)


async def test_a_mention_in_a_thread_is_answered_in_it(sluice: World) -> None:
    ts = (await sluice.act("message", channel=GENERAL, user=BOB, text=NOTES))["ts"]
    await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo", thread_ts=ts)
    assert (await sluice.ephemeral(ALICE, "T-1 · Memo"))["thread_ts"] == ts


async def test_a_collection_of_a_private_channel_without_the_app_is_told_to_who_set_it(tmp_path: Path) -> None:
    """Whose channel it is, Slack does not show: here every member sets the times of channels."""
    async with world(tmp_path, members_set_channel_times=True) as sluice:
        await sluice.said(f"/collect here at {FAR} daily", user=BOB, channel=BOARD)
        await sluice.said(f"/assign writer: Memo\n{NOTES}", channel=BOARD)
        await sluice.cards()
        await ring(sluice, BOARD)
        told = await says(sluice, f"I could not post *The collection* in <#{BOARD}>", sluice.dm(BOB))
        await sluice.act("command", channel=BOARD, user=BOB, command="/invite", text="@Sluice")
        await press(sluice, told, "Deliver again", BOB)
        await says(sluice, "Memo", BOARD)


async def test_a_long_thread_comes_along_whole(sluice: World) -> None:
    ts = (await sluice.act("message", channel=GENERAL, user=BOB, text="First word"))["ts"]
    for n in range(450):
        sluice.slack.workspace.say(GENERAL, {"user": CARA, "text": f"reply {n}", "thread_ts": ts})
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=GENERAL, messageTs=ts)
    await sluice.submit(await sluice.modal(callback="handoff_view"), goal="Memo", worker="writer")
    await sluice.ephemeral(ALICE, "T-1 · Memo")
    from storage.ledger.rows import finding_tasks

    task = await sluice.bot.ledger.see(finding_tasks.find_task, "T01TEST", number=1)
    assert task is not None and "First word" in task.brief.sources[0].text
    assert "reply 449" in task.brief.sources[0].text


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
async def test_either_answer_for_a_thread_without_the_app_leads_to_joining(sluice: World, error: str) -> None:
    await sluice.act("fault", method="conversations.replies", what="error", value=error, times=1)
    await hand_off(sluice, LAUNCH)
    assert "From: the thread" in words(await sluice.ephemeral(ALICE, "T-1 · Memo"))


async def test_a_file_of_which_only_the_id_came_is_asked_for(sluice: World) -> None:
    file = (await sluice.act("file", user=ALICE, name="notes.md", text="We decided to ship on 3 March."))["body"]
    sparse = [{"id": file["id"], "file_access": "check_file_info"}]
    text = "<@U0BOT> writer: Memo from the file"
    await sluice.act("message", channel=GENERAL, user=ALICE, text=text, files=sparse)
    assert "From: notes.md" in words(await sluice.ephemeral(ALICE, "T-1 · Memo"))


async def test_without_leave_to_open_direct_messages_collections_and_redraws_still_arrive(tmp_path: Path) -> None:
    base = local_config()
    config = replace(base, app=replace(base.app, scopes=base.app.scopes - {"im:write"}))
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        await sluice.click((await sluice.cards())[0], "Approve")
        await sluice.message_with("You approved it")

        async def attached() -> bool:
            return files(sluice, sluice.dm()) == 1

        await wait_for(attached, "its file comes below its card")
