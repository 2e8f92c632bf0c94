"""Local Slack refuses what Slack refuses: membership, scopes, events, commands, ephemerals, response URLs."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from localslack import submissions
from localslack.config import Config
from localslack.events import EVENTS, refusal, subscription
from localslack.file_object import described
from localslack.filling import state
from localslack.manifest import BadManifest, Manifest, read
from localslack.server import LocalSlack
from tests.localslack.test_api import EVERYTHING, serving

ALICE, BOB, GENERAL, LAUNCH, BOARD, GROUP, PAIR = (
    "U01ALICE", "U02BOB", "C01GEN", "C03LAUNCH", "C04BOARD", "C05GROUP", "D06PAIR",
)  # fmt: skip
Both = tuple[LocalSlack, AsyncWebClient]


@pytest.fixture
async def both(request: pytest.FixtureRequest) -> Any:
    async for pair in serving(getattr(request, "param", Config(app=EVERYTHING))):
        yield pair


async def error(call: Any) -> str:
    try:
        await call
    except SlackApiError as refused:
        return str(refused.response["error"])
    return "ok"


WITHOUT_PUBLIC = Config(app=replace(EVERYTHING, scopes=EVERYTHING.scopes - {"chat:write.public"}))


@pytest.mark.parametrize(
    "both, channel, expected",
    [
        (Config(app=EVERYTHING), LAUNCH, "ok"),
        (WITHOUT_PUBLIC, LAUNCH, "not_in_channel"),
        (Config(app=EVERYTHING), BOARD, "channel_not_found"),
        (Config(app=EVERYTHING), GROUP, "channel_not_found"),
        (Config(app=EVERYTHING), PAIR, "channel_not_found"),
        (Config(app=EVERYTHING), ALICE, "ok"),
    ],
    indirect=["both"],
)
async def test_where_an_app_may_post(both: Both, channel: str, expected: str) -> None:
    assert await error(both[1].chat_postMessage(channel=channel, text="x")) == expected


@pytest.mark.parametrize("channel, expected", [(LAUNCH, "not_in_channel"), (BOARD, "channel_not_found")])
async def test_reading_files_and_whispers_need_a_member(both: Both, channel: str, expected: str) -> None:
    slack, client = both
    ts = slack.workspace.say(channel, {"user": BOB, "text": "x"})["ts"]
    ticket = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    async with aiohttp.ClientSession() as session, session.post(ticket["upload_url"], data=b"x") as answer:
        assert await answer.text() == "OK - 1"
    file = [{"id": ticket["file_id"], "title": "a"}]
    for call in (
        client.conversations_history(channel=channel),
        client.conversations_replies(channel=channel, ts=ts),
        client.chat_postEphemeral(channel=channel, user=ALICE, text="x"),
        client.files_completeUploadExternal(files=file, channel_id=channel),
    ):
        assert await error(call) == expected
    assert await error(client.files_completeUploadExternal(files=file, channel_id=ALICE)) == "channel_not_found"


async def test_joining_is_for_public_channels(both: Both) -> None:
    _, client = both
    assert await error(client.conversations_join(channel=LAUNCH)) == "ok"
    assert await error(client.conversations_join(channel=BOARD)) == "channel_not_found"
    assert await error(client.conversations_history(channel=LAUNCH)) == "ok"


async def test_an_ephemeral_message_in_a_dead_thread_is_taken_and_shown_to_nobody(both: Both) -> None:
    slack, client = both
    ts = slack.workspace.say(GENERAL, {"user": BOB, "text": "x"})["ts"]
    assert await error(client.chat_postEphemeral(channel=GENERAL, user=ALICE, text="y", thread_ts=ts)) == "ok"
    assert slack.workspace.ephemerals.get(ALICE, []) == []
    slack.workspace.say(GENERAL, {"user": ALICE, "text": "z", "thread_ts": ts})
    await client.chat_postEphemeral(channel=GENERAL, user=ALICE, text="y", thread_ts=ts)
    assert [m["text"] for m in slack.workspace.ephemerals[ALICE]] == ["y"]
    assert await error(client.chat_postEphemeral(channel=GENERAL, user="U9", text="y")) == "user_not_in_channel"


async def test_metadata_is_shown_only_where_it_is_asked_for(both: Both) -> None:
    _, client = both
    metadata = {"event_type": "x", "event_payload": {"key": "k"}}
    await client.chat_postMessage(channel=GENERAL, text="x", metadata=metadata)
    plain = (await client.conversations_history(channel=GENERAL))["messages"][0]
    full = (await client.conversations_history(channel=GENERAL, include_all_metadata=True))["messages"][0]
    assert "metadata" not in plain and full["metadata"] == metadata


async def test_an_update_takes_shorter_texts_than_a_post(both: Both) -> None:
    _, client = both
    ts = (await client.chat_postMessage(channel=GENERAL, text="x" * 5000))["ts"]
    assert await error(client.chat_update(channel=GENERAL, ts=ts, text="x" * 5000)) == "msg_too_long"
    assert await error(client.chat_update(channel=ALICE, ts=ts, text="x")) == "channel_not_found"


@pytest.mark.parametrize("both", [Config(app=replace(EVERYTHING, home_tab=False, messages_tab=False))], indirect=True)
async def test_tabs_that_the_manifest_does_not_have(both: Both) -> None:
    _, client = both
    assert await error(client.views_publish(user_id=ALICE, view={"type": "home", "blocks": []})) == "not_enabled"
    assert await error(client.chat_postMessage(channel=ALICE, text="x")) == "messages_tab_disabled"


async def test_a_token_of_the_wrong_kind_is_named(both: Both) -> None:
    slack, client = both
    app = AsyncWebClient(token="xapp-test-token", base_url=client.base_url, retry_handlers=[])
    assert await error(app.auth_test()) == "not_allowed_token_type"
    async with aiohttp.ClientSession() as session:
        body = {"token": "xoxb-test-token", "channel": GENERAL, "text": "x"}
        async with session.post(f"{slack.url}/api/chat.postMessage", json=body) as answer:
            assert (await answer.json())["error"] == "not_authed"


@pytest.mark.parametrize(
    "event, events, scopes, expected",
    [
        ({"type": "app_mention"}, (), (), "the manifest does not subscribe to app_mention"),
        ({"type": "app_mention"}, ("app_mention",), (), "app_mention needs the scope app_mentions:read"),
        ({"type": "app_mention"}, ("app_mention",), ("app_mentions:read",), ""),
        ({"type": "message", "channel_type": "group"}, ("message.channels",), (), "the manifest does not subscribe"),
        ({"type": "message", "channel_type": "group"}, ("message.groups",), ("groups:history",), ""),
        ({"type": "message", "channel_type": "mpim"}, ("message.mpim",), ("im:history",), "mpim:history"),
        ({"type": "app_uninstalled"}, ("app_uninstalled",), (), ""),
    ],
)
def test_an_event_is_delivered_only_where_the_manifest_asks_for_it(
    event: dict, events: tuple, scopes: tuple, expected: str
) -> None:
    why = refusal(Manifest(events=frozenset(events), scopes=frozenset(scopes)), event)
    assert why == expected if not expected else expected in why
    assert subscription(event) in EVENTS


async def test_people_only_speak_and_click_where_they_are(both: Both) -> None:
    slack, _ = both
    async with aiohttp.ClientSession() as session:
        command = {"channel": BOARD, "user": "U03CARA", "command": "/echo", "text": "x"}
        async with session.post(f"{slack.url}/_control/command", json=command) as answer:
            assert answer.status == 400


async def test_a_response_url_ends_after_five_uses_and_thirty_minutes(both: Both) -> None:
    slack, _ = both
    url = slack.delivery.response_url(PAIR, ALICE, None, True)
    async with aiohttp.ClientSession() as session:
        for n in range(6):
            async with session.post(url, json={"text": str(n)}) as answer:
                assert answer.status == (200 if n < 5 else 404)
                assert n < 5 or (await answer.json())["error"] == "used_url"
        url = slack.delivery.response_url(PAIR, ALICE, None, True)
        slack.delivery.responses[url.rsplit("/", 1)[1]]["at"] -= 1801
        async with session.post(url, json={"text": "late"}) as answer:
            assert (await answer.json())["error"] == "expired_url"
    assert [m["text"] for m in slack.workspace.ephemerals[ALICE]] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("seen_by", ["in_channel", "ephemeral"])
@pytest.mark.parametrize("names_it", [True, False])
async def test_an_answer_comes_into_a_thread_only_where_it_names_one_and_all_see_it(
    both: Both, seen_by: str, names_it: bool
) -> None:
    slack, _ = both
    parent = slack.workspace.say(GENERAL, {"user": BOB, "text": "x"})["ts"]
    pressed = slack.workspace.say(GENERAL, {"user": BOB, "text": "y", "thread_ts": parent})["ts"]
    url = slack.delivery.response_url(GENERAL, ALICE, pressed, False)
    body = {"text": "answer", "response_type": seen_by, **({"thread_ts": parent} if names_it else {})}
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 200
    places = {"in_channel": slack.workspace.messages[GENERAL], "ephemeral": slack.workspace.ephemerals.get(ALICE, [])}
    expected = parent if names_it and seen_by == "in_channel" else None
    assert [m.get("thread_ts") for m in places[seen_by] if m["text"] == "answer"] == [expected]


@pytest.mark.parametrize("when", [True, False], ids=["after storing", "before"])
async def test_a_fault_comes_before_or_after_what_it_spoils(both: Both, when: bool) -> None:
    slack, client = both
    slack.faults.order({"what": "error", "method": "chat.postMessage", "value": "fatal_error", "after": when})
    assert await error(client.chat_postMessage(channel=GENERAL, text="x")) == "fatal_error"
    assert len(slack.workspace.messages[GENERAL]) == (1 if when else 0)


@pytest.mark.parametrize(
    "manifest, expected",
    [
        ({}, "display_information"),
        ({"display_information": {"name": "x"}}, "oauth_config"),
        ({"display_information": 5, "oauth_config": {}}, "no app's manifest"),
        (
            {
                "display_information": {"name": "x"},
                "oauth_config": {"scopes": {"bot": []}},
                "features": {"slash_commands": [{"command": "/remind"}]},
            },
            "Slack keeps these names",
        ),
    ],
)
def test_a_manifest_that_slack_would_not_take_says_why(manifest: dict, expected: str) -> None:
    with pytest.raises(BadManifest, match=expected):
        read(manifest)


@pytest.mark.parametrize("channel, expected", [(GENERAL, "ok"), (LAUNCH, "file_not_found"), (BOARD, "file_not_found")])
async def test_a_file_is_shown_to_an_app_of_its_conversation_alone(both: Both, channel: str, expected: str) -> None:
    slack, client = both
    slack.workspace.uploads["F1"] = b"x"
    address = f"{slack.url}/_files/F1/a.txt"
    slack.workspace.files["F1"] = described("F1", "a.txt", 1, BOB, address)
    slack.workspace.say(channel, {"user": BOB, "text": "x", "files": [slack.workspace.files["F1"]]})
    assert await error(client.files_info(file="F1")) == expected
    token = {"Authorization": f"Bearer {slack.config.bot_token}"}
    async with aiohttp.ClientSession() as session, session.get(address, headers=token) as answer:
        assert answer.status == (200 if expected == "ok" else 404)


RICH = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]}


@pytest.mark.parametrize(
    "block, expected",
    [(RICH, "ok"), ({"type": "markdown", "text": "x"}, "internal_error"), ({"type": "divider"}, "invalid_blocks")],
)
async def test_above_files_stands_rich_text_alone(both: Both, block: dict, expected: str) -> None:
    _, client = both
    ticket = await client.files_getUploadURLExternal(filename="a.txt", length=1)
    async with aiohttp.ClientSession() as session, session.post(ticket["upload_url"], data=b"x"):
        files = [{"id": ticket["file_id"], "title": "a"}]
    call = client.api_call(
        "files.completeUploadExternal", json={"files": files, "channel_id": GENERAL, "blocks": [block]}
    )
    assert await error(call) == expected


@pytest.mark.parametrize(
    "metadata, expected",
    [
        ({"event_type": "x", "event_payload": {}}, "ok"),
        ({"event_type": "x"}, "invalid_metadata_format"),
        ({"event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": "y"}, "invalid_metadata_format"),
        ({"event_type": "x", "event_payload": {"key": "y" * 20_000}}, "metadata_too_large"),
    ],
)
async def test_metadata_has_a_name_and_an_object(both: Both, metadata: dict, expected: str) -> None:
    assert await error(both[1].chat_postMessage(channel=GENERAL, text="x", metadata=metadata)) == expected


@pytest.mark.parametrize(
    "what, expected",
    [
        ({"blocks": [RICH]}, "ok"),
        ({"message": {"blocks": [RICH]}}, "ok"),
        ({"view": {"type": "home", "blocks": [RICH]}}, "ok"),
        ({"message": {"blocks": [{"type": "new"}]}}, "invalid_blocks"),
        ({"view": {"type": "home", "blocks": [{"type": "table", "rows": []}]}}, "invalid_arguments"),
        ({}, "invalid_arguments"),
    ],
)
async def test_blocks_are_validated_by_themselves_in_a_message_and_in_a_view(
    both: Both, what: dict, expected: str
) -> None:
    assert await error(both[1].api_call("blocks.validate", json=what)) == expected


FEW = Config(app=replace(EVERYTHING, scopes=EVERYTHING.scopes - {"groups:read"}))


@pytest.mark.parametrize("both", [FEW], indirect=True)
@pytest.mark.parametrize(
    "types, expected", [("public_channel", "ok"), ("public_channel,private_channel", "missing_scope")]
)
async def test_a_list_needs_the_scope_of_each_kind(both: Both, types: str, expected: str) -> None:
    _, client = both
    assert await error(client.conversations_list(types=types)) == expected
    assert await error(client.users_conversations(user=ALICE, types=types)) == expected
    assert await error(client.users_conversations(user=ALICE, types="brand_new")) == "invalid_types"


async def test_errors_of_a_form_are_shown_at_its_fields_alone(both: Both) -> None:
    slack, client = both
    label, element = {"type": "plain_text", "text": "x"}, {"type": "plain_text_input", "action_id": "a"}
    blocks = [{"type": "input", "block_id": "goal", "label": label, "element": element}]
    blocks += [{"type": "section", "block_id": "words", "text": label}]
    view = {"type": "modal", "title": label, "submit": label, "blocks": blocks}
    await client.views_open(trigger_id=slack.delivery.trigger(ALICE), view=view)
    shown = slack.workspace.views[ALICE][0]
    for errors, at in (({"goal": "Say."}, "goal"), ({"words": "Say."}, ""), ({"gone": "Say."}, ""), ({}, "")):
        slack.modals.submitted(ALICE, shown, {"response_action": "errors", "errors": errors})
        assert list(shown["errors"]) == [at]


def input_of(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": "Field"}
    return {"type": "input", "block_id": "field", "label": label, "element": {"action_id": "value", **element}, **more}


TICKS = {
    "type": "checkboxes",
    "options": [{"text": {"type": "plain_text", "text": word}, "value": word} for word in ("a", "b")],
}
PEOPLE = {"type": "multi_users_select", "max_selected_items": 2}


@pytest.mark.parametrize(
    ("block", "value", "said"),
    [
        (input_of({"type": "plain_text_input"}), "", "required"),
        (input_of({"type": "plain_text_input"}, optional=True), "", ""),
        (input_of({"type": "plain_text_input", "min_length": 5}), "ab", "at least 5"),
        (input_of({"type": "plain_text_input", "max_length": 5}), "abcdef", "at most 5"),
        (input_of({"type": "plain_text_input"}), "ab", ""),
        (input_of(TICKS), [], "required"),
        (input_of(TICKS), ["a"], ""),
        (input_of(PEOPLE), [], "required"),
        (input_of(PEOPLE), [ALICE, BOB, "U03CARA"], "at most 2"),
        (input_of({"type": "users_select"}), "", "required"),
    ],
)
def test_slack_sends_no_form_that_lacks_something(block: dict[str, Any], value: Any, said: str) -> None:
    view = {"blocks": [{"type": "divider"}, block]}
    faults = submissions.faults(view, state(view["blocks"], {"field": value}, False, None))
    assert said in faults.get("field", "") and bool(faults) is bool(said)
