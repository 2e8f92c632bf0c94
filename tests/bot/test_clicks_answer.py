"""Every click is answered in words where the person is, also when Slack shows no window."""

import asyncio
import time

import pytest

from bot.envelope.payload import Installation, read
from storage.tables import task
from tests.world import ALICE, BOB, GENERAL, Json, World, buttons, count, wait_for, words

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
REFUSALS = ["expired_trigger_id", "view_too_large", "internal_error", "exchanged_trigger_id", "some_new_error"]


def named(message: Json, text: str) -> Json:
    return next(b for b in buttons(message) if b["text"]["text"] == text)


@pytest.mark.parametrize("error", REFUSALS)
async def test_a_window_that_slack_does_not_open_is_told_in_words(sluice: World, error: str) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    for text in ("Open", "Revise"):
        sluice.slack.workspace.ephemerals.clear()
        await sluice.act("fault", method="views.open", what="error", value=error, times=1)
        await sluice.press(card["message"], named(card["message"], text))
        answer = words(await sluice.ephemeral(ALICE, ""))
        assert "again" in answer or "/sluice" in answer
        assert sluice.slack.workspace.views.get(ALICE, []) == []


async def test_a_form_that_does_not_open_from_a_command_is_told_there(sluice: World) -> None:
    await sluice.act("fault", method="views.open", what="error", value="expired_trigger_id", times=1)
    await sluice.said("/assign")
    assert "3 seconds" in words(await sluice.ephemeral(ALICE, "window"))


async def test_a_form_that_does_not_open_from_home_is_told_in_direct_messages(sluice: World) -> None:
    await sluice.act("open-home", user=ALICE)

    async def home() -> Json | None:
        return sluice.slack.workspace.homes.get(ALICE)

    from tests.world import wait_for

    view = await wait_for(home)
    await sluice.act("fault", method="views.open", what="error", value="expired_trigger_id", times=1)
    press = named(view, "Assign")
    action = {k: press[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)
    await sluice.message_with("3 seconds")


@pytest.mark.parametrize("error", ["hash_conflict", "view_too_large"])
async def test_a_window_that_can_not_be_redrawn_says_that_the_decision_counts(sluice: World, error: str) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.press(card["message"], named(card["message"], "Open"))
    view = await sluice.modal(callback="task_view")
    await sluice.act("fault", method="views.update", what="error", value=error, times=1)
    press = named(view, "Reject")
    action = {k: press[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)
    await sluice.message_with("It counts.")


async def test_of_a_window_that_was_closed_meanwhile_the_card_tells_and_nothing_else(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await sluice.press(card["message"], named(card["message"], "Open"))
    view = await sluice.modal(callback="task_view")
    await sluice.act("fault", method="views.update", what="error", value="not_found", times=1)
    press = named(view, "Reject")
    action = {k: press[k] for k in ("type", "action_id", "value")}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)

    async def in_effect() -> bool:  # long after the window would have been drawn
        return any(b["text"]["text"] == "Reopen" for b in buttons(await sluice.message_with("You rejected it")))

    await wait_for(in_effect)
    for at in (sluice.dm(), GENERAL):
        assert not any("It counts." in words(m) for m in sluice.messages(at))
    assert not any("It counts." in words(m) for m in sluice.slack.workspace.ephemerals.get(ALICE, []))


async def test_a_receipt_whose_address_has_expired_is_answered_another_way(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    receipt = await sluice.ephemeral(ALICE, "T-1 · Memo")
    before = len(sluice.slack.workspace.ephemerals[ALICE])
    url = sluice.slack.delivery.response_url
    pressed = asyncio.create_task(sluice.press(receipt, named(receipt, "Cancel")))
    while not any(r["ts"] == receipt["ts"] for r in sluice.slack.delivery.responses.values()):
        await asyncio.sleep(0)
    for given in sluice.slack.delivery.responses.values():
        given["at"] = time.monotonic() - 1801
    await pressed
    assert url is not None
    answer = await sluice.ephemeral(ALICE, "canceled")
    assert answer["ts"] != receipt["ts"] and len(sluice.slack.workspace.ephemerals[ALICE]) == before + 1


@pytest.mark.parametrize("sluice", ["http", "socket"], indirect=True)
@pytest.mark.parametrize(
    "payload",
    [
        {
            "type": "block_actions",
            "actions": [{"action_id": "brand_new", "type": "workflow_button"}],
            "trigger_id": "1",
        },
        {"type": "message_action", "callback_id": "unknown", "trigger_id": "2", "message": {"type": "message"}},
        {"type": "shortcut", "callback_id": "unknown", "trigger_id": "3"},
        {"type": "view_closed", "view": {"id": "V1"}, "trigger_id": ""},
        {"type": "view_submission", "view": {"id": "V1", "callback_id": "unknown", "state": {"values": []}}},
        {"type": "block_suggestion", "action_id": "x", "value": "y"},
        {"type": "something_new", "trigger_id": "4"},
    ],
    ids=lambda p: p["type"],
)
async def test_what_the_app_does_not_know_is_acknowledged_and_the_rest_goes_on(
    sluice: World, payload: Json, caplog: pytest.LogCaptureFixture
) -> None:
    body = {
        "team": {"id": "T01TEST"},
        "user": {"id": ALICE, "team_id": "T01TEST"},
        "channel": {"id": GENERAL},
        **payload,
    }
    assert (await sluice.act("deliver", kind="interaction", payload=body))["status"] == 200
    for event in (
        {"type": "message", "channel": GENERAL, "channel_type": "brand_new", "ts": "1.1"},
        {"type": "message", "subtype": "huddle_thread", "channel": GENERAL, "room": {}},
        {"type": "message", "user": ALICE, "channel": GENERAL, "ts": 5, "text": None, "blocks": [{"type": "new"}]},
        {"type": "app_mention", "user": ALICE},
    ):
        assert (await sluice.act("event", event=event, unasked=True))["status"] == 200
    assert "T-1" in await sluice.said("/assign writer: Memo")
    assert await count(sluice, task) == 1
    assert [r for r in caplog.records if r.exc_info] == []


@pytest.mark.parametrize("inside", [True, False], ids=["with the app", "after the app was removed"])
async def test_a_press_in_a_thread_is_answered_where_its_author_reads(sluice: World, inside: bool) -> None:
    """What comes by a response_url stands in the channel, and never in the thread."""
    ts = (await sluice.act("message", channel=GENERAL, user=BOB, text="What do we do?"))["ts"]
    await sluice.act("message", channel=GENERAL, user=ALICE, text="<@U0BOT> writer: Memo", thread_ts=ts)
    receipt = await sluice.ephemeral(ALICE, "T-1 · Memo")
    await sluice.press(receipt, named(receipt, "Cancel"))
    await sluice.ephemeral(ALICE, "canceled")
    if not inside:
        await sluice.command("/remove <@U0BOT>", user=BOB)
    await sluice.press(receipt, {**named(receipt, "Edit"), "action_id": "gone"})
    answer = await sluice.ephemeral(ALICE, "out of date")
    assert answer.get("thread_ts") == (ts if inside else None)


def test_each_closed_window_is_a_delivery_of_its_own() -> None:
    """What Slack sends of one names no trigger."""
    closed = {"type": "view_closed", "user": {"id": ALICE}, "team": {"id": "T01TEST"}}
    windows = ({"id": name, "type": "modal", "callback_id": "review_view", "hash": "1"} for name in ("V1", "V2"))
    first, second = (read({**closed, "view": view}, Installation("T01TEST")) for view in windows)
    assert first.name == "review_view" and first.dedup != second.dedup
