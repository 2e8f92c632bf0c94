"""A result goes only where its assigner is; a file counts only where its person may open it; names choose nobody."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.demonstration.stage import local_config
from localslack.config import Config
from storage.ledger.rows import finding_tasks
from storage.rules.values.task import State
from storage.tables import task
from tests.bot.test_visitors import SHARED, connected
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, World, buttons, count, wait_for, words, world

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
SECRET = "C08SECRET"
NOT_IN = "I can't see that you are in"


def with_secret(*members: str) -> Config:
    """A private channel of Alice's and the app's, that Bob is not in."""
    base = local_config()
    secret = {"id": SECRET, "name": "secret", "is_private": True, "members": [*members, "U0BOT"]}
    return replace(base, channels=(*base.channels, secret))


async def test_nobody_posts_in_a_private_channel_that_they_are_not_in(tmp_path: Path) -> None:
    async with world(tmp_path, config=with_secret(ALICE)) as sluice:
        text = f"/assign writer: Memo; to <#{SECRET}|secret>\n{NOTES}"
        assert NOT_IN in await sluice.said(text, BOB)
        assert await count(sluice, task) == 0
        assert NOT_IN in await sluice.said(f"/assign writer: Memo; for <#{SECRET}|secret>\n{NOTES}", BOB)
        assert await count(sluice, task) == 0
        assert f"Approve posts in <#{SECRET}>" in await sluice.said(text, ALICE)
        await sluice.said("/assign", user=BOB)
        form = await sluice.modal(BOB, "assign_view")
        await sluice.submit(form, user=BOB, goal=f"Second\n{NOTES}", worker="writer", to=[SECRET])
        await sluice.ephemeral(BOB, NOT_IN)
        assert await count(sluice, task) == 1


async def test_who_left_the_channel_posts_nothing_there(tmp_path: Path) -> None:
    async with world(tmp_path, config=with_secret(ALICE, BOB)) as sluice:
        await sluice.said(f"/assign writer: Memo; to <#{SECRET}|secret>\n{NOTES}", BOB)
        card = (await sluice.cards(BOB))[0]
        sluice.slack.workspace.channels[SECRET]["members"].remove(BOB)
        await sluice.click(card, "Approve", BOB)
        told = await sluice.message_with("I can't see that you are in", sluice.dm(BOB))
        assert [m for m in sluice.messages(SECRET) if "Approved" in m["text"]] == []
        sluice.slack.workspace.channels[SECRET]["members"].append(BOB)
        await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Deliver again"), BOB)
        await sluice.message_with("Approved", SECRET)


async def test_a_slack_that_does_not_say_where_somebody_is_makes_nothing_and_keeps_the_words(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.act("fault", method="users.conversations", what="error", value="fatal_error", times=1)
    text = f"/assign writer: Memo; to #general\n{NOTES}"
    answer = await sluice.said(text)
    assert "does not say right now whether you are in" in answer and "kept for you" in answer
    assert await count(sluice, task) == 0
    assert "T-1 · Memo" in await sluice.said(text)


async def test_what_another_company_reads_is_asked_about_once_more(tmp_path: Path) -> None:
    async with world(tmp_path, config=connected()) as sluice:
        answer = await sluice.said(f"/assign writer: Memo; to <#{SHARED}|with-acme>\n{NOTES}")
        assert "shared with another company" in answer
        card = (await sluice.cards())[0]
        approve = next(b for b in buttons(card["message"]) if b["text"]["text"] == "Approve")
        assert "another company" in approve["confirm"]["title"]["text"]
        await sluice.act("message", channel=sluice.dm(), user=ALICE, text="T-1 approve")
        await sluice.message_with("another company")  # words ask, too
        await sluice.click(card, "Approve")
        await sluice.message_with("Approved", SHARED)


async def mentioned(sluice: World, channel: str) -> dict[str, Any]:
    """Assign in a thread of a channel; return the card of what came of it."""
    text = f"<@U0BOT> writer: Memo; must: names a date\n{NOTES}"
    await sluice.act("message", channel=channel, user=ALICE, text=text)
    return (await sluice.cards())[0]


async def test_a_thread_that_another_company_reads_is_asked_about_as_well(tmp_path: Path) -> None:
    async with world(tmp_path, config=connected()) as sluice:
        card = await mentioned(sluice, SHARED)
        await sluice.ephemeral(ALICE, "its thread, which another company reads, too")
        approve = next(b for b in buttons(card["message"]) if b["text"]["text"] == "Approve")
        assert "another company" in approve["confirm"]["title"]["text"]
        await sluice.click(card, "Approve")
        await sluice.message_with("Approved", SHARED)


async def test_a_thread_of_a_channel_that_is_shared_since_gets_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.people.reach.FRESH", 0.0)  # as after five minutes
    async with world(tmp_path) as sluice:
        sluice.slack.workspace.channels[GENERAL]["members"].append("U0BOT")
        card = await mentioned(sluice, GENERAL)
        sluice.slack.workspace.channels[GENERAL]["is_ext_shared"] = True
        await sluice.click(card, "Approve")
        await sluice.message_with("shared with another company since")
        assert [m for m in sluice.messages(GENERAL) if "Approved" in m["text"]] == []


async def test_no_collection_comes_where_another_company_reads(tmp_path: Path) -> None:
    async with world(tmp_path, config=connected()) as sluice:
        assert "Another company shares this channel" in await sluice.said(f"/collect here at {FAR}", channel=SHARED)
        assert "no collection" in await sluice.said("/collect here off", channel=SHARED)
        assert "This channel's times" in await sluice.said(f"/collect here at {FAR}")


async def test_a_channel_that_is_shared_since_gets_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo; to #random\n{NOTES}")
        card = (await sluice.cards())[0]
        sluice.slack.workspace.channels["C02RND"]["is_ext_shared"] = True
        await sluice.click(card, "Approve")
        await sluice.message_with("shared with another company since")
        assert [m for m in sluice.messages("C02RND") if "Approved" in m["text"]] == []


async def secret_file(sluice: World, **more: Any) -> dict[str, Any]:
    """A file of Alice's."""
    made = await sluice.act("file", user=ALICE, name="salaries.md", text="Cara earns 39,000 euros.")
    file: dict[str, Any] = made["body"]
    sluice.slack.workspace.files[file["id"]] |= more
    return file


async def brought(sluice: World, file: dict[str, Any], user: str = BOB) -> str:
    """Name a file in a form, as a changed client can; return the words of the task's material."""
    await sluice.said("/assign", user=user)
    form = await sluice.modal(user, "assign_view")
    await sluice.submit(form, user=user, goal="Memo of it", worker="writer", files=[file])
    await sluice.ephemeral(user, "T-1 · Memo of it")
    found = await sluice.bot.ledger.see(finding_tasks.find_task, "T01TEST", number=1)
    assert found is not None
    return "\n".join(f"{s.name} {s.text}" for s in found.brief.sources)


@pytest.mark.parametrize("whole", [True, False])
async def test_the_file_of_somebody_else_is_not_read_by_its_id(sluice: World, whole: bool) -> None:
    """A form may say of a file what it likes: its address, too."""
    file = await secret_file(sluice, ims=["D0ALICE"])
    material = await brought(sluice, {**file, "user": BOB} if whole else {"id": file["id"]})
    assert "39,000" not in material and "salaries" not in material and "could not be read" in material


async def test_a_file_that_is_shared_where_somebody_is_may_be_brought(sluice: World) -> None:
    assert "39,000" in await brought(sluice, await secret_file(sluice, channels=[GENERAL]))


async def test_a_file_of_a_private_channel_without_them_may_not(tmp_path: Path) -> None:
    async with world(tmp_path, config=with_secret(ALICE)) as sluice:
        assert "39,000" not in await brought(sluice, await secret_file(sluice, groups=[SECRET]))


async def test_ones_own_file_may_be_brought(sluice: World) -> None:
    assert "39,000" in await brought(sluice, await secret_file(sluice), ALICE)


async def test_a_display_name_chooses_no_reviewer(sluice: World) -> None:
    sluice.slack.workspace.users[CARA]["profile"]["display_name"] = "bob"
    await sluice.said("/sluice", CARA)  # Cara is known, by the name that she gave herself
    command = {"team_id": "T01TEST", "user_id": ALICE, "channel_id": GENERAL, "trigger_id": "9.9", "command": "/assign"}
    text = f"writer: Memo; reviewer @bob\n{NOTES}"
    answer = await sluice.act("deliver", kind="command", payload={**command, "text": text})
    assert "Type @ and pick" in words(answer["body"]) and "form" in words(answer["body"])
    assert await count(sluice, task) == 0


async def test_a_name_that_is_only_typed_is_not_that_of_somebody_mentioned_elsewhere(sluice: World) -> None:
    sluice.slack.workspace.users[CARA]["profile"]["display_name"] = "bob"
    command = {"team_id": "T01TEST", "user_id": ALICE, "channel_id": GENERAL, "trigger_id": "9.9", "command": "/assign"}
    text = f"writer: Memo for <@{CARA}|bob>; reviewer @bob\n{NOTES}"
    answer = await sluice.act("deliver", kind="command", payload={**command, "text": text})
    assert "Type @ and pick" in words(answer["body"])
    assert await count(sluice, task) == 0


async def test_a_colleague_who_is_only_typed_is_no_text_for_an_agent(sluice: World) -> None:
    command = {"team_id": "T01TEST", "user_id": ALICE, "channel_id": GENERAL, "trigger_id": "9.9", "command": "/assign"}
    answer = await sluice.act("deliver", kind="command", payload={**command, "text": "@bob: call the partners"})
    assert "I don't know @bob by name" in words(answer["body"])
    assert await count(sluice, task) == 0


async def test_a_reviewer_of_slacks_list_is_taken(sluice: World) -> None:
    assert f"<@{BOB}> decides" in await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>\n{NOTES}")

    async def at_work() -> bool:
        found = await sluice.bot.ledger.see(finding_tasks.find_task, "T01TEST", number=1)
        return found is not None and found.state is not State.WAITING

    await wait_for(at_work, "it begins")


async def test_a_stream_s_name_opens_no_channel_to_who_is_not_in_there(tmp_path: Path) -> None:
    async with world(tmp_path, config=with_secret(ALICE)) as sluice:
        await sluice.said("/sluice stream new Plan")
        await sluice.said(f"/sluice stream share Plan <#{SECRET}|secret>")
        await sluice.said("/collect here at 9:00 daily", channel=SECRET)
        theirs = await sluice.said(f"/assign writer: Bobs memo; for Plan; then writer: Bobs FAQ\n{NOTES}", BOB)
        assert "Bobs memo" in theirs and SECRET not in theirs
        assert f"Everyone in <#{SECRET}>" in await sluice.said(f"/assign writer: Hers; for Plan\n{NOTES}", ALICE)
        shown = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(sa.select(task.c.title, task.c.shown_in)).all())
        assert {tuple(row) for row in shown} == {("Bobs memo", ""), ("Bobs FAQ", ""), ("Hers", SECRET)}
