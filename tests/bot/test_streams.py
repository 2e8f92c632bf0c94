"""Streams, over Local Slack's wire: their page, what their owner does, and who sees what."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from storage.tables import draft
from tests.bot.test_story import NOTES
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, World, buttons, wait_for, words

BOTH = pytest.mark.parametrize("sluice", ["http", "http postgres"], indirect=True)
ROOM = "C02RND"


def press_of(view: dict[str, Any], text: str) -> dict[str, Any]:
    return next(b for b in buttons(view) if b["text"]["text"] == text)


async def press(sluice: World, view: dict[str, Any], text: str, user: str = ALICE) -> None:
    button = press_of(view, text)
    action = {k: button[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=user, viewId=view["id"], action=action)


async def window(sluice: World, name: str, user: str = ALICE) -> dict[str, Any]:
    """Open a stream's page; the window."""
    before = {view["id"] for view in sluice.slack.workspace.views.get(user, [])}
    assert await sluice.said(f"/sluice stream {name}", user) == ""
    return await opened(sluice, before, "stream_view", user)


async def make(sluice: World, name: str) -> dict[str, Any]:
    """Make a stream, whose page opens."""
    return await window(sluice, f"new {name}")


async def opened(sluice: World, before: set[str], callback: str, user: str = ALICE) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        views = [view for view in sluice.slack.workspace.views.get(user, []) if view["id"] not in before]
        return views[-1] if views and views[-1]["callback_id"] == callback else None

    return dict(await wait_for(look, f"window {callback}"))


async def seen(sluice: World, name: str, part: str, user: str = ALICE) -> str:
    """Open a stream's page until it says something; its words."""

    async def look() -> str:
        shown = words((await window(sluice, name, user))["blocks"])
        return shown if part in shown else ""

    return str(await wait_for(look, f"“{part}” on the page"))


@BOTH
async def test_a_stream_from_its_first_task_to_its_close(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: Launch mail; for Beta launch; reviewer <@{BOB}|bob>\n{NOTES}")
    await sluice.said(f"/assign writer: Interview plan; for Beta launch\n{NOTES}")
    shown = await seen(sluice, "beta LAUNCH", "WAITS FOR YOU · 1")
    assert "Interview plan · v1 · T-2" in shown
    assert f"Owner <@{ALICE}>" in shown and f"with <@{BOB}>" in shown
    assert "*Left off:* you assigned “Interview plan” at" in shown and "“Interview plan” is ready" in shown
    shown = await seen(sluice, "Beta launch", f"<@{BOB}> decides: Launch mail")
    assert "Nothing is decided yet." in shown

    view = await window(sluice, "Beta launch")
    await press(sluice, view, "Open")
    task = await sluice.modal(callback="task_view")
    await press(sluice, task, "Approve")
    shown = await seen(sluice, "Beta launch", "DECIDED · 1")
    assert "Approved · Interview plan · T-2" in shown and "1 of 1 approved at once" in shown
    kept = await window(sluice, "Beta launch")
    await press(sluice, kept, "Open")
    assert "We decided to ship" in words(await sluice.modal(callback="task_view"))
    assert "*Left off:* you approved “Interview plan” at" in shown and "*Since then:* nothing new" in shown

    assert "*Beta launch* · " in await sluice.said("/sluice stream list")
    view = await window(sluice, "Beta launch")
    await press(sluice, view, "Close stream")

    async def closed() -> bool:
        return "It is closed" in words((await sluice.modal(callback="stream_view"))["blocks"])

    await wait_for(closed)
    assert "closed" in await sluice.said("/sluice stream list")
    assert "closed" in await sluice.said("/sluice streams")
    assert "is open again" in await sluice.said("/sluice stream open Beta launch")


async def test_colleagues_see_their_own_part_and_nothing_else(sluice: World) -> None:
    await sluice.said(f"/assign writer: Salaries; for Beta\n{NOTES}")
    await sluice.said(f"/assign writer: A part of his; for Beta; reviewer <@{BOB}|bob>\n{NOTES}")
    shown = words((await window(sluice, "Beta", BOB))["blocks"])
    assert "A part of his" in shown and "Salaries" not in shown
    assert "Settings" not in shown and "Close stream" not in shown and "Assign here" in shown
    assert "You have no stream “Beta”" in await sluice.said("/sluice stream Beta", CARA)
    for line in ("hold Beta", "close Beta", "settings Beta", f"share Beta <#{ROOM}|random>"):
        assert "Only the owner" in await sluice.said(f"/sluice stream {line}", BOB)
        assert "You have no stream “Beta”" in await sluice.said(f"/sluice stream {line}", CARA)


async def test_a_name_that_matches_nothing_offers_the_nearest_and_to_make_it(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for Beta launch\n{NOTES}")
    told = await sluice.said("/sluice stream Beta lauch")
    assert "You have no stream “Beta lauch”" in told and "Open Beta launch" in told and "Make Beta lauch" in told
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(message, press_of(message, "Make Beta lauch"))
    view = await sluice.modal(callback="stream_view")
    assert view["title"]["text"] == "Beta lauch" and "nothing" in words(view["blocks"])
    assert "`/sluice stream hold Beta launch`" in await sluice.said("/sluice stream hold Bet launch")
    assert "has 1 to 40 characters" in await sluice.said(f"/sluice stream new {'x' * 41}")
    assert "Say which stream" in await sluice.said("/sluice stream close")


async def test_on_hold_the_receipt_says_so_and_go_on_starts_it(sluice: World) -> None:
    await make(sluice, "Beta")
    assert "no task of it starts" in await sluice.said("/sluice stream hold Beta")
    told = await sluice.said(f"/assign writer: Memo; for Beta\n{NOTES}")
    assert f"Its stream is on hold, as <@{ALICE}> said. It starts when the stream goes on" in told
    assert "waits: its stream is on hold" in told
    shown = await seen(sluice, "Beta", "WAITS · 1")
    assert "until the stream goes on" in shown and "*No task of it starts.*" in shown
    view = await window(sluice, "Beta")
    await press(sluice, view, "Go on")
    await sluice.cards()


async def test_on_hold_every_list_says_so_and_names_who_holds_it(sluice: World) -> None:
    await make(sluice, "Beta")
    await sluice.said("/sluice stream hold Beta")
    await sluice.said(f"/assign writer: Memo; for Beta; then writer: Summary of it\n{NOTES}")
    held = f"its stream is held by <@{ALICE}>"
    for line in ("T-1", "tasks", "find memo"):
        shown = await sluice.said(f"/sluice {line}")
        assert held in shown and "waits for room" not in shown, line
    await sluice.said("/sluice T-1")
    answer = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(answer, press_of(answer, "Show it"))
    shown = words((await sluice.modal(callback="task_view"))["blocks"])
    assert held in shown and "T-1 its stream is held ◀" in shown
    await sluice.said("/sluice stream go on Beta")
    assert held not in await sluice.said("/sluice T-1")


async def test_rows_of_a_stream_on_hold_say_so(sluice: World) -> None:
    await make(sluice, "Beta")
    await sluice.said("/sluice stream hold Beta")
    await sluice.said(f"/assign writer: Memo; for Beta; for each of: Rome, Paris\n{NOTES}")
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(receipt, press_of(receipt, "Start all 2"))
    told = words(await sluice.ephemeral(ALICE, "2 not started: their stream is held"))
    assert f"held by <@{ALICE}>" in told and "waiting for room" not in told


async def test_what_is_shared_is_told_in_the_channel_and_counts_from_then_on(sluice: World) -> None:
    await sluice.said(f"/assign writer: Before; for Beta\n{NOTES}")
    shared = await sluice.said(f"/sluice stream share Beta <#{GENERAL}|general>")
    assert f"is shared with <#{GENERAL}>" in shared
    told = await sluice.message_with("shares a stream here", GENERAL)
    assert f"<@{ALICE}>" in words(told) and "Beta" not in words(told)
    assert f"Everyone in <#{GENERAL}> sees it" in await sluice.said(f"/assign writer: After; for Beta\n{NOTES}")
    shown = words((await window(sluice, "Beta", BOB))["blocks"])
    assert "ALSO IN THE CHANNEL · 1" in shown and "After" in shown and "Before" not in shown
    assert "nothing" in shown and "DECIDED" not in shown
    assert "shared with no channel" in await sluice.said("/sluice stream share Beta off")
    assert "Everyone" not in await sluice.said(f"/assign writer: Later; for Beta\n{NOTES}")
    assert "Type # and pick it" in await sluice.said("/sluice stream share Beta #nowhere")


async def test_settings_fill_a_brief_that_names_none(sluice: World) -> None:
    await make(sluice, "Beta")
    view = await window(sluice, "Beta")
    await press(sluice, view, "Settings")
    form = await sluice.modal(callback="stream_form_view")
    filled = {"goal": "50 paying users", "worker": "analyst", "reviewer": BOB, "priority": "1"}
    answer = await sluice.submit(form, **filled, budget="a lot")
    assert "A sum in dollars" in str(answer["body"])
    await sluice.submit(form, **filled, budget="12.50")
    told = await sluice.said(f"/assign Memo; for Beta\n{NOTES}")
    assert "analyst has it (its stream says so)" in told and f"<@{BOB}> decides" in told
    told = await sluice.said(f"/assign writer: Memo; for Beta; reviewer <@{ALICE}|alice>\n{NOTES}")
    assert "writer has started" in told and "decides" not in told
    shown = words((await window(sluice, "Beta"))["blocks"])
    assert "Goal: 50 paying users" in shown and "high priority" in shown and "0.00 $ of 12.50 $ spent" in shown


async def test_the_page_names_what_comes_again(sluice: World) -> None:
    await sluice.said("/assign analyst: Yesterday's sign-ups; every weekday 7:00; for Beta launch")
    await sluice.said("/assign analyst: Another thing; every Monday 7:00; for Old")
    page = await seen(sluice, "Beta launch", "*COMES AGAIN · 1*\nT-1 Yesterday's sign-ups · next ")
    assert "Another thing" not in page
    await sluice.said("/sluice T-1")
    shown = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(shown, next(b for b in buttons(shown) if b["text"]["text"] == "Pause"))
    await seen(sluice, "Beta launch", "T-1 Yesterday's sign-ups · paused")
    await sluice.said(f"/assign writer: Memo; for Beta launch\n{NOTES}", BOB)
    assert "COMES AGAIN" not in await seen(sluice, "Beta launch", "WAITS FOR YOU", BOB)


async def test_where_slack_gives_no_window_the_page_comes_as_a_message(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for Beta\n{NOTES}")
    await sluice.act("fault", method="views.open", what="error", value="expired_trigger_id")
    assert await sluice.said("/sluice stream Beta") == ""
    told = await sluice.ephemeral(ALICE, "WAITS FOR YOU")
    assert "Beta" in words(told) and "Assign here" in words(told)


async def test_two_hundred_tasks_are_paged_and_fit(sluice: World) -> None:
    await make(sluice, "Beta")
    await sluice.said("/sluice stream hold Beta")
    for n in range(200):
        await sluice.said(
            f"/assign writer: Memo number {n} on the plans of the next quarter, for everyone; for Beta\n{NOTES}"
        )
    view = await window(sluice, "Beta")
    assert "WAITS · 200" in words(view["blocks"]) and "T-1 Memo" in words(view["blocks"])
    await press(sluice, view, "More")

    async def last() -> bool:
        return "T-200 Memo" in words((await sluice.modal(callback="stream_view"))["blocks"])

    await wait_for(last)


async def test_home_has_each_stream_with_where_i_left_off(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for Beta\n{NOTES}")
    alpha = await make(sluice, "Alpha")
    await sluice.act("open-home", user=ALICE)

    async def home() -> dict[str, Any] | None:
        shown = sluice.slack.workspace.homes.get(ALICE)
        return shown if shown and "Alpha" in words(shown["blocks"]) else None

    view = await wait_for(home)
    assert "*Left off:* you assigned “Memo”" in words(view["blocks"]) and "*Alpha* · nothing open" in words(
        view["blocks"]
    )
    await press(sluice, view, "Open stream")
    assert (await opened(sluice, {alpha["id"]}, "stream_view"))["title"]["text"] == "Beta"


async def test_assign_here_opens_the_form_of_this_stream(sluice: World) -> None:
    await make(sluice, "Beta")
    view = await window(sluice, "Beta")
    await press(sluice, view, "Assign here")
    form = await sluice.modal(callback="assign_view")
    field = next(b for b in form["blocks"] if b["block_id"] == "stream")["element"]
    assert field["initial_value"] == "Beta"


async def test_find_reaches_an_approved_draft(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for Beta\n{NOTES}")
    (card,) = await sluice.cards()
    body = sa.select(draft.c.body).where(draft.c.team == "T01TEST")
    text = await sluice.bot.ledger.see(lambda read: read.conn.execute(body).scalar_one())
    word = next(w for w in re.findall("[a-z]{5,}", text.lower()) if w not in f"memo {NOTES}".lower())
    assert "Nothing of yours" in await sluice.said(f"/sluice find {word}")
    await sluice.click(card, "Approve")

    async def found() -> bool:
        return "T-1" in await sluice.said(f"/sluice find {word}")

    await wait_for(found)
    assert "Nothing of yours" in await sluice.said(f"/sluice find {word}", CARA)


async def test_a_card_names_the_channel_whose_stream_it_is_in(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for <#C02RND|random>\n{NOTES}")
    await sluice.said("/collect now")
    *_, card = await sluice.cards(at_least=1)  # what came by itself has its buttons until this message is there
    assert "<#C02RND> · writer" in words(card["message"])
    assert "Approve files it in <#C02RND> and in the card's thread" in words(card["message"])
