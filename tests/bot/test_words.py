"""What people write reaches the brief as they wrote it, and Edit gives it back."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.demonstration.stage import local_config
from storage.ledger.rows import finding_tasks
from storage.rules.values.task import Task
from tests.world import ALICE, BOB, GENERAL, World, buttons, wait_for, words, world

TYPED = "Fix R&D <b> for @bob in #launch, see https://example.com/a?b=1&c=2 and example.com, ask ann@example.com"
ODD = ("&amp;", "&lt;", "&gt;", "<@", "<#", "<!", "|", "mailto:")


async def brief(sluice: World, number: int = 1) -> Task:
    task = await wait_for(lambda: sluice.bot.ledger.see(finding_tasks.find_task, "T01TEST", number=number), "the task")
    assert isinstance(task, Task)
    return task


def check(task: Task, goal: str = TYPED) -> None:
    assert task.brief.goal.splitlines()[0] == goal
    everything = " ".join(
        [task.brief.goal, task.brief.title, *task.brief.criteria, *(s.text for s in task.brief.sources)]
    )
    assert [sign for sign in ODD if sign in everything] == []


async def test_a_command(sluice: World) -> None:
    await sluice.said(f"/assign writer: {TYPED}\nmust: names R&D & <b>\nWe decided to ship.")
    task = await brief(sluice)
    check(task)
    assert task.brief.criteria == ("names R&D & <b>",)
    receipt = await sluice.ephemeral(ALICE, "T-1 ·")
    await sluice.press(receipt, next(b for b in buttons(receipt) if b["text"]["text"] == "Edit"))
    view = await sluice.modal(callback="edit_view")
    fields = {b["block_id"]: b["element"].get("initial_value") for b in view["blocks"] if b["type"] == "input"}
    assert fields["goal"] == f"{TYPED}\nWe decided to ship." and fields["criteria"] == "names R&D & <b>"


async def test_a_mention_and_the_thread_that_comes_along(sluice: World) -> None:
    ts = (await sluice.act("message", channel=GENERAL, user=BOB, text=f"R&D <b> says: {TYPED}"))["ts"]
    await sluice.act("message", channel=GENERAL, user=ALICE, text=f"<@U0BOT> writer: {TYPED}", thread_ts=ts)
    await sluice.ephemeral(ALICE, "T-1 ·")
    check(await brief(sluice))


async def test_a_direct_message(sluice: World) -> None:
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text=f"writer: {TYPED}\nWe decided to ship.")
    asked = await sluice.message_with("Shall I assign this?")
    assert [sign for sign in ODD if sign in words(asked)] == []
    await sluice.press(asked, next(b for b in buttons(asked) if b["text"]["text"] == "Assign it"))
    check(await brief(sluice))


@pytest.mark.parametrize("escaped", [False, True], ids=["as typed", "with entities"])
async def test_a_form_however_slack_sends_its_fields(tmp_path: Path, escaped: bool) -> None:
    async with world(tmp_path, config=replace(local_config(), escaped_inputs=escaped)) as sluice:
        await sluice.said("/assign")
        view = await sluice.modal(callback="assign_view")
        await sluice.submit(view, goal=f"{TYPED}\nNotes", worker="writer", criteria="names R&D <b>", stream="A & B")
        await sluice.ephemeral(ALICE, "T-1 ·")
        task = await brief(sluice)
        check(task)
        assert task.brief.criteria == ("names R&D <b>",)


async def test_a_shortcut_shows_no_signs_of_slacks(sluice: World) -> None:
    ts = (await sluice.act("message", channel=GENERAL, user=BOB, text=TYPED))["ts"]
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=GENERAL, messageTs=ts)
    view = await sluice.modal(callback="handoff_view")
    assert [sign for sign in ODD if sign in str(view["blocks"][1])] == []
    await sluice.submit(view, goal="Handle this", worker="writer")
    await sluice.ephemeral(ALICE, "T-1 ·")
    check(await brief(sluice), "Handle this")


async def test_a_search_finds_what_was_typed(sluice: World) -> None:
    await sluice.said("/assign writer: Memo on R&D <b>\nWe decided to ship.\nWho tells the partners?")
    assert "T-1" in await sluice.said("/sluice find R&D <b>")


async def test_a_reply_to_a_card_is_read_as_written(sluice: World) -> None:
    await sluice.said("/assign writer: Memo\nWe decided to ship.\nWho tells the partners?")
    card = (await sluice.cards())[0]
    thread = card["message"]["ts"]
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text="Say R&D <b>, not Rand", thread_ts=thread)
    await sluice.message_with("writer revises T-1")
    decided = await sluice.bot.ledger.see(lambda tx: tx.conn.exec_driver_sql("select note from decision").scalar())
    assert decided == "Say R&D <b>, not Rand"


async def test_a_label_never_hides_where_a_link_leads(sluice: World) -> None:
    said = {"user": BOB, "text": "See <https://evil.example/x|https://bank.example>"}
    message = sluice.slack.workspace.say(GENERAL, said)
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel=GENERAL, messageTs=message["ts"])
    await sluice.submit(await sluice.modal(callback="handoff_view"), goal="Handle this", worker="writer")
    await sluice.ephemeral(ALICE, "T-1 ·")
    assert "https://bank.example (https://evil.example/x)" in (await brief(sluice)).brief.sources[0].text
