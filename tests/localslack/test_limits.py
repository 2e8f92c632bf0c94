"""What Slack refuses in blocks and views, whatever way they come."""

from typing import Any

import pytest

from localslack.limits import message_error, view_error
from tests.world import ALICE, GENERAL, World

TEXT = {"type": "plain_text", "text": "x"}
BUTTON = {"type": "button", "text": TEXT, "action_id": "a"}
OPTION = {"text": TEXT, "value": "v"}
MODAL = {"type": "modal", "title": TEXT, "blocks": []}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "input"},
        {"type": "input", "label": TEXT},
        {"type": "input", "label": {"type": "plain_text", "text": "x" * 2001}, "element": {"type": "plain_text_input"}},
        {"type": "image"},
        {"type": "rich_text"},
        {"type": "section", "text": 5},
        {"type": "section", "text": {"type": "html", "text": "x"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": ""}},
        {"type": "section", "fields": [TEXT] * 11},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        {"type": "context", "elements": [BUTTON]},
        {"type": "context", "elements": []},
        {"type": "actions", "elements": ["a text"]},
        {"type": "actions", "elements": 5},
        {"type": "actions", "elements": [BUTTON, BUTTON]},
        {"type": "actions", "elements": [{"type": "slider"}]},
        {"type": "actions", "elements": [{**BUTTON, "text": {"type": "mrkdwn", "text": "x"}}]},
        {"type": "actions", "elements": [{**BUTTON, "value": 5}]},
        {"type": "actions", "elements": [{**BUTTON, "style": "loud"}]},
        {"type": "actions", "elements": [{**BUTTON, "confirm": {"title": TEXT}}]},
        {"type": "actions", "elements": [{"type": "static_select", "options": [OPTION] * 101}]},
        {"type": "actions", "elements": [{"type": "checkboxes", "options": []}]},
        {"type": "nothing"},
        5,
        None,
    ],
)
def test_a_block_that_slack_refuses(block: Any) -> None:
    assert message_error([block]) is not None
    assert view_error({**MODAL, "submit": TEXT, "blocks": [block]}) is not None


def test_a_block_id_stands_once() -> None:
    assert message_error([{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}]) is not None


@pytest.mark.parametrize(
    "view", [{"type": "modal"}, {**MODAL, "title": "x"}, {**MODAL, "title": None}, {**MODAL, "blocks": 5}, 5]
)
def test_a_view_that_slack_refuses(view: Any) -> None:
    assert view_error(view) is not None


def test_each_method_takes_its_own_kind_of_view() -> None:
    assert view_error(MODAL, "home") is not None
    assert view_error({"type": "home", "blocks": []}, "modal") is not None


@pytest.mark.parametrize(
    "method, more",
    [
        ("chat.postMessage", {"channel": {"id": GENERAL}, "text": "x"}),
        ("chat.postMessage", {"channel": GENERAL, "text": "x", "blocks": [{"type": "actions", "elements": 5}]}),
        ("chat.postMessage", {"channel": GENERAL, "text": "x", "blocks": "not json"}),
        ("conversations.history", {"channel": GENERAL, "oldest": "abc"}),
        ("conversations.history", {"channel": GENERAL, "limit": "many"}),
        ("files.getUploadURLExternal", {"filename": "x", "length": "many"}),
        ("views.open", {"trigger_id": "x", "view": {"type": "modal", "title": "x"}}),
        ("views.publish", {"user_id": ALICE, "view": MODAL}),
        ("search.messages", {"query": "x", "count": "many"}),
    ],
)
async def test_whatever_shape_comes_the_answer_is_an_error_of_slacks(sluice: World, method: str, more: Any) -> None:
    address = f"{sluice.slack.url}/api/{method}"
    async with sluice.session.post(address, json=more, headers={"Authorization": "Bearer xoxb-test-token"}) as answer:
        assert answer.status == 200
        body = await answer.json()
    assert body["ok"] is False and body["error"]


async def test_an_answer_that_slack_refuses_is_told_where_it_was_asked_for(sluice: World) -> None:
    acting = sluice.slack.acting
    acting._respond({"text": "x", "blocks": [{"type": "input"}]}, GENERAL, ALICE)
    said = await sluice.ephemeral(ALICE, "The answer can't be shown: invalid_blocks")
    assert said["user"] == "USLACKBOT"
    url = sluice.slack.delivery.response_url(GENERAL, ALICE, None, True)
    for body in ({"blocks": [{"type": "input"}]}, [1]):
        async with sluice.session.post(url, json=body) as answer:
            assert answer.status == 400
    async with sluice.session.post(url, data="not json") as answer:
        assert answer.status == 400


async def test_a_click_that_nobody_answers_is_told_on_home_and_in_a_modal(sluice: World) -> None:
    await sluice.act("open-home", user=ALICE)
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    sluice.slack.delivery.request_url = "http://127.0.0.1:1/gone"
    action = {"type": "button", "action_id": "x", "value": "y"}
    await sluice.act("view-action", user=ALICE, viewId=view["id"], action=action)
    assert "did not respond" in (await sluice.modal())["errors"][""]
    await sluice.act("shortcut", user=ALICE, callback_id="assign")
    await sluice.ephemeral(ALICE, "did not respond")


async def test_reactions_are_counted_and_go(sluice: World) -> None:
    await sluice.act("message", channel=GENERAL, user=ALICE, text="Hello")
    ts = sluice.messages(GENERAL)[-1]["ts"]
    for user, present, expected in ((ALICE, True, 1), ("U02BOB", True, 2), (ALICE, False, 1), ("U02BOB", False, None)):
        await sluice.act("reaction", channel=GENERAL, ts=ts, user=user, name="tada", present=present)
        found = sluice.slack.workspace.find(GENERAL, ts)
        assert found is not None
        assert [r["count"] for r in found["reactions"]] == ([expected] if expected else [])


async def test_events_that_are_shuffled_come_in_another_order(sluice: World) -> None:
    await sluice.act("fault", what="shuffle", method="message", times=1)
    for text in ("first", "second"):
        await sluice.act("message", channel=GENERAL, user=ALICE, text=text)
    came = [line["sent"]["event"]["text"] for line in sluice.slack.workspace.log if line["what"] == "event message"]
    assert came == ["second", "first"]
