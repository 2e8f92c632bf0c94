"""Nobody loses what they typed: what nothing came of is kept for its author, and opens as a filled form."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from storage.tables import inbox, task
from tests.bot.signing import FORM, click, signed
from tests.world import ALICE, BOB, GENERAL, World, buttons, count, wait_for, words

Json = dict[str, Any]
NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?"


def field(view: Json, name: str) -> Json:
    return next(b["element"] for b in view["blocks"] if b.get("block_id") == name)


def chosen(view: Json, name: str) -> str:
    return str(field(view, name)["initial_option"]["value"])


async def refused(sluice: World, text: str, user: str = ALICE) -> Json:
    """Type a command that nothing comes of; the form that its answer opens, as a person sees it."""
    answer = await sluice.said(f"/assign {text}", user)
    assert "Nothing was created. What you wrote is kept for you alone" in answer
    assert await count(sluice, task) == 0
    return await open_form(sluice, sluice.slack.workspace.ephemerals[user][-1], user)


async def open_form(sluice: World, message: Json, user: str = ALICE) -> Json:
    press = next(b for b in buttons(message) if b["text"]["text"] == "Open as a form")
    await sluice.press(message, press, user)
    return await sluice.modal(user, callback="handoff_view")


@pytest.mark.parametrize(
    "clause, why",
    [
        ("by 2020-01-01", "in the past"),
        ("by last Monday", "in the past"),
        ("by 25:00", "no time of day"),
        ("by 2026-02-31", "not in the calendar"),
        ("by tomorrow 9:00 Mars/Phobos", "don't know the time zone"),
        ("reviewer @nobody", "don't know @nobody"),
        ("reviewer <@U0BOT>", "never decide"),
        ("to #nowhere", "which channel #nowhere is"),
        ("after T-12", "can't find T-12"),
        ("then wirter: translate it", "don't know who"),
        ("every 10 minutes", "too often"),
        ("every day 7:00; by tomorrow", "no one due time"),
        ("9 versions", "versions can be made"),
    ],
)
async def test_a_refused_command_opens_as_a_form_with_all_that_was_written(
    sluice: World, clause: str, why: str
) -> None:
    view = await refused(sluice, f"analyst: Launch FAQ; must: short; for Beta; urgent; {clause}\n{NOTES}")
    named = f"\n; {clause}" if clause.startswith(("after", "then")) else ""  # no field has it: it stays in words
    assert field(view, "goal")["initial_value"] == f"Launch FAQ\n{NOTES}{named}"
    assert field(view, "criteria")["initial_value"] == "short"
    assert field(view, "stream")["initial_value"] == "Beta"
    assert field(view, "urgent")["initial_options"]
    assert chosen(view, "worker") == "analyst"
    assert why in words(view["blocks"])
    if clause.startswith("by "):
        assert field(view, "due")["initial_value"] == clause.removeprefix("by ")


async def test_what_was_right_stays_and_the_form_makes_the_task(sluice: World) -> None:
    await sluice.said("/sluice")
    view = await refused(
        sluice,
        "Launch FAQ; by Friday 17:00; reviewer <@U02BOB|bob>; to <#C02RND|random>; for <#C01GEN|general>; 2 versions; "
        "by 2020-01-01",
    )
    assert chosen(view, "worker") == "-"
    assert field(view, "reviewer")["initial_user"] == BOB
    assert field(view, "to")["initial_conversations"] == ["C02RND"]
    assert field(view, "stream")["initial_value"] == "#general"
    assert chosen(view, "versions") == "2"
    assert field(view, "due")["initial_value"] == "2020-01-01"
    wrong = await sluice.submit(view)
    assert "in the past" in wrong["body"]["errors"]["due"]
    await sluice.submit(view, due="tomorrow")
    receipt = words(await sluice.ephemeral(ALICE, "T-1 · Launch FAQ"))
    assert "2 versions" in receipt
    assert "<#C01GEN>" in receipt or "general" in receipt
    assert "Approve posts in <#C02RND>" in receipt
    assert f"<@{BOB}> decides" in receipt
    assert await count(sluice, task) == 1


async def test_a_private_channel_stands_in_a_field_that_takes_private_ones(sluice: World) -> None:
    """The field for channels takes public ones alone: docs.slack.dev/reference/block-kit/block-elements."""
    private = sluice.slack.workspace.channels["C02RND"]
    private["is_private"] = True
    view = await refused(sluice, "Launch FAQ; to <#C02RND|>; by 2020-01-01")
    to = field(view, "to")
    assert to["type"] == "multi_conversations_select" and to["initial_conversations"] == ["C02RND"]
    assert {"public", "private"} == set(to["filter"]["include"])
    await sluice.submit(view, due="tomorrow")
    assert "Approve posts in <#C02RND>" in words(await sluice.ephemeral(ALICE, "T-1 · Launch FAQ"))


async def test_the_answer_takes_the_place_of_the_refusal(sluice: World) -> None:
    view = await refused(sluice, f"Memo; by 2020-01-01\n{NOTES}")
    await sluice.submit(view, due="tomorrow")

    async def replaced() -> bool:
        shown = sluice.slack.workspace.ephemerals[ALICE]
        return len(shown) == 1 and "T-1 · Memo" in words(shown[0])

    await wait_for(replaced, "one message, the receipt")


@pytest.mark.parametrize("text", ["writer: ; by tomorrow; must: short", "writer:", "; urgent"])
async def test_clauses_without_a_goal_are_kept_too(sluice: World, text: str) -> None:
    view = await refused(sluice, text)
    assert "initial_value" not in field(view, "goal")
    assert "don't see what should be done" in words(view["blocks"])
    if "short" in text:
        assert field(view, "criteria")["initial_value"] == "short"
        assert field(view, "due")["initial_value"]


@pytest.mark.parametrize("size", [5_000, 40_000])
async def test_what_no_field_can_hold_comes_along_as_material(sluice: World, size: int) -> None:
    """Slack's fields hold 3,000 characters, its windows 3,000 of ours."""
    pasted = "Bob: We ship on 3 March.\n" * (size // 25)
    view = await refused(sluice, f"writer: Decision memo; by 2020-01-01\n{pasted}The very last line")
    assert field(view, "goal")["initial_value"] == "Decision memo"
    assert "more characters of what you wrote come along" in words(view["blocks"])
    await sluice.submit(view, due="tomorrow")
    assert "From: the brief" in words(await sluice.ephemeral(ALICE, "T-1 · Decision memo"))
    made = await sluice.bot.ledger.see(lambda tx: tx.conn.exec_driver_sql("select brief from task").scalar_one())
    assert "The very last line" in str(made)


async def test_too_often_in_front_creates_nothing_and_says_so(sluice: World) -> None:
    view = await refused(sluice, f"every 5 minutes: report\n{NOTES}")
    assert "so that it does not come too often" in words(view["blocks"])
    assert field(view, "goal")["initial_value"] == f"report\n{NOTES}"
    assert field(view, "again")["initial_value"] == "every 5 minutes"


async def test_only_its_author_opens_it(sluice: World) -> None:
    await sluice.said("/assign writer: Secret plan; by 2020-01-01")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    press = next(b for b in buttons(message) if b["text"]["text"] == "Open as a form")
    payload = click(user={"id": BOB, "team_id": "T01TEST"}, actions=[{**press, "action_ts": "1"}], response_url="")
    raw = payload.encode()
    url = f"http://127.0.0.1:{sluice.bot.port}/slack/events"
    async with sluice.session.post(url, data=raw, headers=signed(raw, FORM)) as got:
        assert got.status == 200
    await sluice.ephemeral(BOB, "can't find")
    assert not sluice.slack.workspace.views.get(BOB)


async def test_it_is_forgotten_after_a_month(sluice: World) -> None:
    await sluice.said("/assign writer: Secret plan; by 2020-01-01")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.bot.ledger.do(lambda tx: tx.conn.execute(inbox.delete().where(inbox.c.team == "T01TEST")))
    await sluice.press(message, buttons(message)[0])
    await sluice.ephemeral(ALICE, "don't have those words any more")


async def test_a_mention_keeps_its_words_and_its_thread(sluice: World) -> None:
    first = await sluice.act("message", channel=GENERAL, user=BOB, text="We decided to ship on 3 March.")
    await sluice.act("message", channel=GENERAL, user=BOB, text="Who tells the partners?", thread_ts=first["ts"])
    text = "<@U0BOT> writer: Decision memo; by 2020-01-01"
    await sluice.act("message", channel=GENERAL, user=ALICE, text=text, thread_ts=first["ts"])
    view = await open_form(sluice, await sluice.ephemeral(ALICE, "in the past"))
    assert field(view, "goal")["initial_value"] == "Decision memo"
    await sluice.submit(view, due="tomorrow")
    await sluice.ephemeral(ALICE, "From: the thread")
    assert "Approve posts in its thread" in words((await sluice.cards())[0]["message"])


async def test_a_direct_message_keeps_its_words(sluice: World) -> None:
    text = f"writer: Memo; reviewer @nobody\n{NOTES}"
    await sluice.act("message", channel=sluice.dm(), user=ALICE, text=text)
    view = await open_form(sluice, await sluice.message_with("don't know @nobody"))
    assert field(view, "goal")["initial_value"] == f"Memo\n{NOTES}"
    await sluice.submit(view)
    await sluice.message_with("T-1 · Memo")


async def test_a_form_that_is_refused_after_it_closed_opens_again(sluice: World) -> None:
    await sluice.said("/sluice", BOB)
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await sluice.bot.ledger.do(lambda tx: tx.conn.exec_driver_sql("update person set guest = 1 where user = 'U02BOB'"))
    await sluice.submit(view, goal=f"Memo\n{NOTES}", reviewer=BOB, criteria="short", due="tomorrow")
    again = await open_form(sluice, await sluice.ephemeral(ALICE, "is a guest here"))
    assert field(again, "goal")["initial_value"] == f"Memo\n{NOTES}"
    assert field(again, "criteria")["initial_value"] == "short"
    assert field(again, "due")["initial_value"]
    assert "is a guest here" in words(again["blocks"])
    await sluice.submit(again, reviewer=ALICE)
    await sluice.ephemeral(ALICE, "T-1 · Memo")


async def test_an_edit_that_comes_too_late_keeps_its_words(sluice: World) -> None:
    await sluice.said("/collect limit 1")
    await sluice.said(f"/assign writer: First memo\n{NOTES}")
    await sluice.cards()
    await sluice.said(f"/assign writer: Other memo\n{NOTES}")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    press = {b["text"]["text"]: b for b in buttons(message)}
    await sluice.press(message, press["Edit"])
    view = await sluice.modal(callback="edit_view")
    await sluice.press(message, press["Cancel"])
    await sluice.submit(view, goal="Words that took an hour")
    told = await sluice.message_with("can't be edited any more")
    assert "Nothing was changed. What you wrote is kept" in words(told)
    again = await open_form(sluice, told)
    assert field(again, "goal")["initial_value"] == "Words that took an hour"
    assert "Assign makes a new task of it" in words(again["blocks"])
    await sluice.submit(again)
    await sluice.message_with("T-3 · Words that took an hour")


async def test_an_overdue_task_is_edited_with_its_due_time_as_it_stands(sluice: World) -> None:
    await sluice.said("/collect limit 1")
    await sluice.said(f"/assign writer: First memo\n{NOTES}")
    await sluice.cards()
    await sluice.said(f"/assign writer: Other memo; by tomorrow\n{NOTES}")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    long_ago = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=2)
    mine = task.c.team == "T01TEST", task.c.title == "Other memo"
    await sluice.bot.ledger.do(lambda tx: tx.conn.execute(sa.update(task).where(*mine).values(due_at=long_ago)))
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Edit"))
    view = await sluice.modal(callback="edit_view")
    assert "in the past" in (await sluice.submit(view, due="3 May 2020"))["body"]["errors"]["due"]
    await sluice.submit(view, goal="Another memo")
    await sluice.ephemeral(ALICE, "Another memo")
    due = sa.select(task.c.due_at).where(task.c.team == "T01TEST", task.c.title == "Another memo")
    assert await sluice.bot.ledger.see(lambda read: read.conn.execute(due).scalar()) == long_ago


async def test_a_refused_edit_opens_again_on_its_task(sluice: World) -> None:
    await sluice.said("/collect limit 1")
    await sluice.said(f"/assign writer: First memo\n{NOTES}")
    await sluice.cards()
    await sluice.said(f"/assign writer: Other memo\n{NOTES}")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Edit"))
    view = await sluice.modal(callback="edit_view")
    file = (await sluice.act("file", user=ALICE, name="faq.md", text="It costs 39 €."))["body"]
    await become(sluice, "ready")
    await sluice.submit(view, goal=f"Words that took an hour\n{NOTES}", criteria="short", due="tomorrow", files=[file])
    told = await sluice.message_with("Nothing was changed. What you wrote is kept")
    await become(sluice, "waiting")
    await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Open as a form"))
    again = await sluice.modal(callback="edit_view")
    assert "Edit T-2" in words(again["title"])
    assert field(again, "goal")["initial_value"] == f"Words that took an hour\n{NOTES}"
    assert field(again, "criteria")["initial_value"] == "short"
    assert field(again, "due")["initial_value"]
    await sluice.submit(again)
    receipt = words(await sluice.ephemeral(ALICE, "T-2 · Words that took an hour"))
    assert "From: faq.md" in receipt and "Done when: short" in receipt
    assert await count(sluice, task) == 2


async def become(sluice: World, state: str) -> None:
    """Let T-2 be somewhere else for a while, as a draft that came in and was sent back again."""
    update = f"update task set state = '{state}' where number = 2"
    await sluice.bot.ledger.do(lambda tx: tx.conn.exec_driver_sql(update))
