"""Local Slack by itself, through Slack's own SDK: methods, errors and limits as Slack's."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from localslack.api_error import Wrong
from localslack.config import Config
from localslack.manifest import Manifest
from localslack.manifest_file import BadConfig
from localslack.method import Method
from localslack.methods import METHODS
from localslack.paging import page
from localslack.server import LocalSlack
from localslack.settings import build, read
from localslack.tiers import Meter

ALICE, BOB, GENERAL, RANDOM = "U01ALICE", "U02BOB", "C01GEN", "C02RND"


EVERYTHING = Manifest(
    name="Sluice",
    commands=({"command": "/echo", "should_escape": True},),
    scopes=frozenset(row.scope.format(kind=kind) for row in METHODS.values() for kind in ("channels", "groups", "im"))
    | {"commands", "chat:write.public"},
    interactivity=True,
    home_tab=True,
    messages_tab=True,
)


async def serving(config: Config) -> AsyncIterator[tuple[LocalSlack, AsyncWebClient]]:
    slack = LocalSlack(config=config)
    base = await slack.start()
    yield slack, AsyncWebClient(token=config.bot_token, base_url=f"{base}/api/", retry_handlers=[])
    await slack.stop()


@pytest.fixture
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[LocalSlack, AsyncWebClient]]:
    async for pair in serving(getattr(request, "param", Config(app=EVERYTHING))):
        yield pair


@pytest.fixture
def client(both: tuple[LocalSlack, AsyncWebClient]) -> AsyncWebClient:
    return both[1]


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as error:
        await call
    return str(error.value.response["error"])


async def test_messages_are_posted_changed_found_and_deleted(client: AsyncWebClient) -> None:
    done = await client.chat_postMessage(channel=GENERAL, text="Pricing at 39")
    ts = done["ts"]
    await client.chat_postMessage(channel=GENERAL, text="a reply", thread_ts=ts)
    await client.chat_update(channel=GENERAL, ts=ts, text="Pricing at 29")
    assert [m["text"] for m in (await client.conversations_history(channel=GENERAL))["messages"]] == ["Pricing at 29"]
    assert len((await client.conversations_replies(channel=GENERAL, ts=ts))["messages"]) == 2
    found = (await client.search_messages(query="PRICING 29"))["messages"]
    assert (found["total"], found["matches"][0]["ts"]) == (1, ts)
    assert ts in (await client.chat_getPermalink(channel=GENERAL, message_ts=ts))["permalink"]
    await client.chat_delete(channel=GENERAL, ts=ts)
    assert await refused(client.chat_update(channel=GENERAL, ts=ts, text="x")) == "message_not_found"


async def test_reactions_and_pins(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=GENERAL, text="x"))["ts"]
    await client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    assert await refused(client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")) == "already_reacted"
    (eyes,) = (await client.reactions_get(channel=GENERAL, timestamp=ts))["message"]["reactions"]
    assert (eyes["name"], eyes["count"]) == ("eyes", 1)
    assert len((await client.reactions_list())["items"]) == 1
    await client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")
    assert await refused(client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")) == "no_reaction"
    await client.pins_add(channel=GENERAL, timestamp=ts)
    assert await refused(client.pins_add(channel=GENERAL, timestamp=ts)) == "already_pinned"
    assert len((await client.pins_list(channel=GENERAL))["items"]) == 1
    await client.pins_remove(channel=GENERAL, timestamp=ts)
    assert (await client.pins_list(channel=GENERAL))["items"] == []


async def test_channels_are_made_joined_and_put_away(client: AsyncWebClient) -> None:
    made_one = (await client.conversations_create(name="rocket"))["channel"]["id"]
    assert await refused(client.conversations_create(name="rocket")) == "name_taken"
    assert await refused(client.conversations_create(name="No Caps")) == "invalid_name_specials"
    await client.conversations_invite(channel=made_one, users=f"{ALICE},{BOB}")
    assert await refused(client.conversations_invite(channel=made_one, users=ALICE)) == "already_in_channel"
    assert set((await client.conversations_members(channel=made_one))["members"]) == {"U0BOT", ALICE, BOB}
    await client.conversations_setTopic(channel=made_one, topic="Launch")
    assert (await client.conversations_info(channel=made_one))["channel"]["topic"]["value"] == "Launch"
    await client.conversations_kick(channel=made_one, user=BOB)
    await client.conversations_leave(channel=made_one)
    assert await refused(client.conversations_history(channel=made_one)) == "not_in_channel"
    await client.conversations_join(channel=made_one)
    await client.conversations_archive(channel=made_one)
    assert await refused(client.chat_postMessage(channel=made_one, text="x")) == "is_archived"
    await client.conversations_unarchive(channel=made_one)
    await client.chat_postMessage(channel=made_one, text="x")


async def test_people_and_the_workspace(client: AsyncWebClient) -> None:
    assert (await client.users_info(user=ALICE))["user"]["tz"] == "Europe/Rome"
    assert (await client.users_profile_get(user=BOB))["profile"]["display_name"] == "bob"
    assert await refused(client.users_info(user="U9NOBODY")) == "user_not_found"
    assert (await client.team_info())["team"]["id"] == "T01TEST"
    assert (await client.bots_info(bot="B0BOT"))["bot"]["user_id"] == "U0BOT"
    assert len((await client.users_conversations(user=ALICE))["channels"]) >= 2


async def test_files_go_up_and_away(client: AsyncWebClient) -> None:
    done = await client.files_upload_v2(channel=GENERAL, content="a,b\n1,2\n", filename="table.csv")
    held = (await client.files_list())["files"]
    assert [f["name"] for f in held] == ["table.csv"]
    await client.files_delete(file=done["file"]["id"])
    assert (await client.files_list())["files"] == []


async def test_canvases_are_made_and_opened_to_people_and_channels(both: tuple[LocalSlack, AsyncWebClient]) -> None:
    slack, client = both
    content = {"type": "markdown", "markdown": "# Plan"}
    canvas = (await client.canvases_create(title="Plan", document_content=content))["canvas_id"]
    address = (await client.files_info(file=canvas))["file"]["permalink"]
    assert address == f"{slack.url}/docs/T01TEST/{canvas}"
    async with aiohttp.ClientSession() as session, session.get(address) as page:
        assert await page.text() == "Plan\n\n# Plan"
    await client.canvases_access_set(canvas_id=canvas, access_level="read", channel_ids=[GENERAL])
    await client.canvases_access_set(canvas_id=canvas, access_level="write", user_ids=[ALICE, BOB])
    assert slack.workspace.files[canvas]["access"] == {GENERAL: "read", ALICE: "write", BOB: "write"}
    dm = (await client.conversations_open(users=ALICE))["channel"]["id"]
    for given, error in (
        ({"channel_ids": [GENERAL], "user_ids": [ALICE]}, "invalid_parameters"),
        ({}, "invalid_parameters"),
        ({"channel_ids": [dm]}, "channel_not_found"),
        ({"channel_ids": ["C03LAUNCH"]}, "not_in_channel"),
        ({"user_ids": ["U9NOBODY"]}, "user_not_found"),
    ):
        assert await refused(client.canvases_access_set(canvas_id=canvas, access_level="read", **given)) == error
    gone = client.canvases_access_set(canvas_id="F9", access_level="read", user_ids=[ALICE])
    assert await refused(gone) == "canvas_not_found"
    await client.conversations_canvases_create(channel_id=GENERAL, document_content=content)
    again = client.conversations_canvases_create(channel_id=GENERAL, document_content=content)
    assert await refused(again) == "channel_canvas_already_exists"
    odd = {"type": "html", "markdown": ""}
    assert await refused(client.canvases_create(title="x", document_content=odd)) == "invalid_arguments"


@pytest.mark.parametrize(
    ("both", "alone", "in_channel"),
    [
        (Config(app=EVERYTHING, canvases="off"), "canvas_disabled_user_team", "canvas_disabled_user_team"),
        (Config(app=EVERYTHING, canvases="free"), "free_teams_cannot_create_non_tabbed_canvases", ""),
    ],
    indirect=["both"],
)
async def test_where_there_are_no_canvases_it_says_so(client: AsyncWebClient, alone: str, in_channel: str) -> None:
    assert await refused(client.canvases_create(title="Plan")) == alone
    if in_channel:
        assert await refused(client.canvases_create(title="Plan", channel_id=GENERAL)) == in_channel
        return
    await client.canvases_create(title="Plan", channel_id=GENERAL)
    second = client.canvases_create(title="Plan", channel_id=GENERAL)
    assert await refused(second) == "free_team_canvas_tab_already_exists"


def test_a_list_comes_in_pages() -> None:
    first = page(range(250), "items", {"limit": 100})
    assert (len(first["items"]), first["has_more"]) == (100, True)
    last = page(range(250), "items", {"limit": 200, "cursor": first["response_metadata"]["next_cursor"]})
    assert (last["items"][0], len(last["items"]), last["response_metadata"]["next_cursor"]) == (100, 150, "")
    for a, error in (
        ({"cursor": "??"}, "invalid_cursor"),
        ({"limit": "many"}, "invalid_limit"),
        ({"limit": 0.5}, "invalid_limit"),
    ):
        with pytest.raises(Wrong, match=error):
            page(range(5), "items", a)


@pytest.mark.parametrize(
    "both", [Config(app=Manifest(scopes=frozenset({"chat:write", "channels:history"})))], indirect=True
)
async def test_a_missing_scope_is_named(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=GENERAL, text="x"))["ts"]
    await client.conversations_history(channel=GENERAL)
    with pytest.raises(SlackApiError) as error:
        await client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    assert (error.value.response["error"], error.value.response["needed"]) == ("missing_scope", "reactions:write")
    assert await refused(client.users_info(user=ALICE)) == "missing_scope"


@pytest.mark.parametrize("both", [Config(app=EVERYTHING, rate_limits=True)], indirect=True)
async def test_too_many_calls_get_429_with_retry_after(client: AsyncWebClient) -> None:
    for n in range(5):
        await client.chat_postMessage(channel=GENERAL, text=str(n))
    with pytest.raises(SlackApiError) as error:
        await client.chat_postMessage(channel=GENERAL, text="one more")
    assert error.value.response.status_code == 429
    assert 1 <= int(error.value.response.headers["Retry-After"]) <= 6
    await client.chat_postMessage(channel=RANDOM, text="another channel is another turn")


def test_a_tier_lets_so_many_through_a_minute_and_says_when_again() -> None:
    at = 0.0
    meter = Meter(lambda: at)
    for method, most in (("users.list", 20), ("chat.update", 50), ("users.info", 100)):
        assert [meter.wait(method, {}) for _ in range(most)] == [0] * most
        assert meter.wait(method, {}) in (60, 61)
    at = 60.1
    assert all(meter.wait(method, {}) == 0 for method in METHODS)
    assert meter.wait("no.tier", {}) == 0


@pytest.mark.parametrize(
    "blocks, error",
    [
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "invalid_blocks"),
        ([{"type": "nonsense"}], "invalid_blocks"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5, "msg_blocks_too_long"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "invalid_blocks"),
    ],
)
async def test_blocks_that_slack_refuses(client: AsyncWebClient, blocks: list, error: str) -> None:
    assert await refused(client.chat_postMessage(channel=GENERAL, text="x", blocks=blocks)) == error


async def test_odd_calls(both: tuple[LocalSlack, AsyncWebClient]) -> None:
    slack, client = both
    assert await refused(client.api_call("no.such.method")) == "unknown_method"
    assert await refused(client.api_call("chat.postMessage", json={"text": "x"})) == "invalid_arguments"
    assert await refused(client.chat_postMessage(channel="C9NONE", text="x")) == "channel_not_found"
    assert await refused(client.api_call("chat.postMessage", json={"channel": GENERAL})) == "no_text"
    assert await refused(client.chat_postMessage(channel=GENERAL, text="x", thread_ts="1.1")) == "thread_not_found"
    assert await refused(client.views_open(trigger_id="1.x", view={"type": "modal"})) == "invalid_trigger_id"
    stranger = AsyncWebClient(token="xoxb-other", base_url=client.base_url, retry_handlers=[])
    assert await refused(stranger.auth_test()) == "invalid_auth"
    async with aiohttp.ClientSession() as session:
        async with session.post(
            f"{slack.url}/api/chat.postMessage", data=b"{not json", headers={"Content-Type": "application/json"}
        ) as got:
            assert (await got.json())["error"] == "invalid_json"
        async with session.post(
            f"{slack.url}/api/chat.postMessage",
            data={"channel": GENERAL, "text": "x", "token": "xoxb-test-token", "blocks": "{half"},
        ) as got:
            assert (await got.json())["error"] == "invalid_blocks_format"


async def test_an_app_that_does_not_answer_is_said_to_have_failed(both: tuple[LocalSlack, AsyncWebClient]) -> None:
    slack, _ = both
    slack.connect("http://127.0.0.1:9/nobody")
    answer = await slack.acting.command(GENERAL, ALICE, "/echo", "x")
    assert answer.status == 0
    assert "failed with the error “operation_timeout”" in slack.workspace.ephemerals[ALICE][-1]["text"]
    await slack.acting.command(GENERAL, ALICE, "/other", "x")
    assert "/other is not a valid command" in slack.workspace.ephemerals[ALICE][-1]["text"]


async def test_it_runs_by_itself_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "app.json").write_text(
        json.dumps(
            {
                "display_information": {"name": "Echo"},
                "features": {"slash_commands": [{"command": "/echo", "description": "Says it again"}]},
                "oauth_config": {"scopes": {"bot": ["commands"]}},
            }
        )
    )
    (tmp_path / "local.toml").write_text(
        'manifest = "app.json"\nteam_name = "Ours"\nrate_limits = true\n[[users]]\nid = "U1"\nname = "dora"\n'
    )
    config = read(tmp_path / "local.toml")
    assert (config.app.name, config.team_name, config.app.scopes, len(config.users)) == (
        "Echo",
        "Ours",
        frozenset({"commands"}),
        1,
    )
    import sys

    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "localslack",
        "--config",
        str(tmp_path / "local.toml"),
        "--port",
        "0",
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    base = (await asyncio.wait_for(running.stdout.readline(), 10)).decode().split()[-1]
    done = await AsyncWebClient(token=config.bot_token, base_url=f"{base}/api/").auth_test()
    assert done["team"] == "Ours"
    running.terminate()
    await running.wait()


@pytest.mark.parametrize(
    "given, words",
    [
        ({"colour": 1}, "unknown: colour"),
        ({"users": [{"id": "U1"}]}, "each of users is a table with id and name"),
        ({"retries": 5}, "retries: a list is needed"),
        ({"users": 3}, "users: a list is needed"),
        ({"users": [{"id": "U1", "name": "dora", "tz": "CET/Roma"}]}, "is no time zone"),
        ({"users": [{"id": "U1", "name": "dora", "colour": "red"}]}, "U1: unknown: colour"),
        ({"users": [{"id": "U1", "name": "dora"}, {"id": "U1", "name": "eve"}]}, "users: U1 is there twice"),
        ({"channels": [{"id": "C1", "name": "a", "is_privat": True}]}, "C1: unknown: is_privat"),
        ({"channels": [{"id": "C1", "name": "a", "is_private": "yes"}]}, "C1: is_private is true or false"),
        (
            {"users": [{"id": "U1", "name": "dora"}], "channels": [{"id": "C1", "name": "a", "members": ["U9"]}]},
            "C1: its member U9 is none of the users",
        ),
        ({"rate_limits": "yes"}, "rate_limits is true or false"),
        ({"bot_token": 5}, "bot_token is a text"),
        ({"retries": ["a"]}, "retries: each is a number"),
    ],
)
def test_a_config_that_can_not_be_used_says_why(given: dict, words: str) -> None:
    with pytest.raises(BadConfig, match=words):
        build(given, None)


@pytest.mark.parametrize("row", [row for row in METHODS.values() if not row.json], ids=lambda row: row.name)
async def test_a_method_that_reads_no_json_does_not_see_its_arguments(
    both: tuple[LocalSlack, AsyncWebClient], row: Method
) -> None:
    slack, _ = both
    headers = {"Authorization": "Bearer xoxb-test-token"}
    arguments = {"user": ALICE, "channel": GENERAL, "ts": "1.1", "file": "F1", "filename": "x", "length": 1}
    arguments |= {"timestamp": "1.1", "message_ts": "1.1", "query": "x", "email": "x@example.com"}
    needs = {"users.info", "conversations.replies", "files.info", "files.getUploadURLExternal", "conversations.members"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{slack.url}/api/{row.name}", json=arguments) as got:
            answer = await got.json()
        if row.name in needs:
            assert answer["error"] == row.empty
            assert "missing required field" in answer["response_metadata"]["messages"][0]
        async with session.post(f"{slack.url}/api/{row.name}", data=arguments) as got:
            assert "missing required field" not in str(await got.json())


async def test_how_far_a_person_read_is_theirs_and_never_goes_back() -> None:
    workspace = LocalSlack(config=Config(app=Manifest(name="Sluice"))).workspace
    workspace.mark_read("U01ALICE", "C01GEN", "2.000000")
    workspace.mark_read("U01ALICE", "C01GEN", "1.000000")
    assert workspace.state()["read"] == {"U01ALICE": {"C01GEN": "2.000000"}}
    workspace.reset()
    assert workspace.state()["read"] == {}
