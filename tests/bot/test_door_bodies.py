"""What the door makes of signed bodies, over real sockets, before a stub and before Bolt. No answer is a 5xx."""

import asyncio
import contextlib
import json
import re
import time
import urllib.parse
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncAck

from bot.demonstration.demo_settings import settings_for
from bot.envelope.payload import Installation
from bot.inbound.bolt_app import bolt
from bot.inbound.dispatch import Dispatch
from bot.inbound.identity import Identity
from bot.inbound.transport import Http
from tests.bot.knocking import Open
from tests.bot.signing import FORM, JSON, SECRET, click, command, event

# ---- what a signed body may be


@pytest.mark.parametrize(
    "body, content",
    [
        ("[" * 100_000, JSON),
        ("payload=" + urllib.parse.quote("[" * 5_000), FORM),
        ("payload={bad", FORM),
        ("payload=[1]", FORM),
        ("payload=", FORM),
        ("command=/assign&command=/collect", FORM),
        ("null", JSON),
        ("NaN", JSON),
        ("7", JSON),
        ("", JSON),
        ("9" * 5000, JSON),
        ('{"type": "event_callback", "a": NaN}', JSON),
        ('{"type": "event_callback"}', JSON),
        ('{"type": "app_rate_limited", "type": "app_rate_limited"}', JSON),
        ('{"type": "app_rate_limited", "a": {"b": 1, "b": 1}}', JSON),
        ("\udcff".encode("utf-8", "surrogateescape"), JSON),
        ('{"type": "app_rate_limited"}'.encode("utf-16"), JSON),
        ('{"type": "app_rate_limited"}'.encode("utf-8-sig"), JSON),
        (command("x") + "&more=%ff", FORM),
        (command("x") + "&more=%ed%a0%80", FORM),
        (command("x") + "&x=1" * 200, FORM),
        ("&".join(f"{n}=" for n in range(10_000)), FORM),
        ("", FORM),
        ("hello", FORM),
        (command("x"), JSON),
        (event(), FORM),
        ({"type": 7}, JSON),
        ({"type": None}, JSON),
        ({"type": ["url_verification"]}, JSON),
        ({"type": "event_callback", "team_id": 5, "event_id": {}, "event": []}, JSON),
    ],
)
async def test_a_signed_body_that_is_malformed_gets_400(door: Open, body: Any, content: str, logs: list[Any]) -> None:
    code, _, headers = await door.post(json.dumps(body) if isinstance(body, dict) else body, content)
    assert (code, headers["X-Slack-No-Retry"]) == (400, "1")
    assert door.bodies == []
    assert [line["event"] for line in logs] == ["door.malformed"]


@pytest.mark.parametrize(
    "more",
    [
        {"actions": []},
        {"actions": None},
        {"user": None},
        {"user": {"id": "<script>"}},
        {"team": {"id": "<script>"}},
        {"is_enterprise_install": True, "enterprise": {"id": 999}},
        {
            "actions": [
                {"type": "button", "action_id": "approve", "value": "x"},
                {"type": "button", "action_id": "reject", "value": "x"},
            ]
        },
        {"actions": [{"type": "button", "action_id": "approve", "value": "v" * 2001}]},
        {"actions": [{"type": "button", "action_id": "a" * 300, "value": "v"}]},
        {"type": 7},
        {"trigger_id": ["x"]},
    ],
)
async def test_a_click_that_slack_never_sends_is_refused_quickly(door: Open, more: dict[str, Any]) -> None:
    began = time.perf_counter()
    assert (await door.post(click(**more)))[0] == 400
    assert time.perf_counter() - began < 1
    assert door.bodies == []


def nested(levels: int) -> str:
    """Return an event that is `levels` deep in all: two of them are the event's own."""
    deep: Any = {}
    for n in range(levels - 3):
        deep = [deep] if n % 2 else {"a": deep}
    return event(event={"type": "message", "deep": deep})


@pytest.mark.parametrize("levels, answer", [(60, 200), (61, 400), (900, 400)])
async def test_sixty_levels_are_enough(door: Open, levels: int, answer: int) -> None:
    assert (await door.post(nested(levels), JSON))[0] == answer
    assert (await door.post("payload=" + urllib.parse.quote(nested(levels))))[0] == answer


async def test_levels_that_the_parser_itself_gives_up_on_are_refused(door: Open) -> None:
    deep = event(deep="DEEP").replace('"DEEP"', "[" * 400_000 + "]" * 400_000)
    assert (await door.post(deep, JSON))[0] == 400
    assert (await door.post(deep.replace("[", '{"a":').replace("]", "}")[:900_000], JSON))[0] == 400


@pytest.mark.parametrize("text", ["[" * 5_000, "{" * 5_000, '\\"[{' * 1_000, "f(" * 100 + "[[" * 100 + '"'])
async def test_brackets_in_a_message_are_words(door: Open, text: str) -> None:
    assert (await door.post(event(event={"type": "message", "text": text}), JSON))[0] == 200
    assert (await door.post(click(view={"id": "V1", "state": {"values": {"note": text}}})))[0] == 200
    assert (await door.post(command(text)))[0] == 200
    assert door.bodies[0]["event"]["text"] == door.bodies[2]["text"] == text


@pytest.mark.parametrize(
    "escaped, text",
    [
        (r"\ud83d lone", "\ufffd lone"),
        (r"lone \uDE00", "lone \ufffd"),
        (r"\ude00\ud83d", "\ufffd\ufffd"),
        (r"\ud83d\ude00", "😀"),
        (r"\ud83d\ud83d\ude00", "\ufffd😀"),
        (r"\\ud83d", r"\ud83d"),
    ],
)
async def test_half_a_character_becomes_a_sign_for_it(door: Open, escaped: str, text: str) -> None:
    body = event(event={"type": "message", "text": "HERE", "HERE": 1}).replace("HERE", escaped)
    assert (await door.post(body, JSON))[0] == 200
    assert (await door.post("payload=" + urllib.parse.quote(body)))[0] == 200
    for accepted in door.bodies:
        assert accepted["event"] == {"type": "message", "text": text, text: 1}
        json.dumps(accepted, ensure_ascii=False).encode()


async def test_keys_that_become_the_same_are_a_key_twice(door: Open) -> None:
    assert (await door.post(r'{"type": "app_rate_limited", "\ud800": 1, "\ud801": 2}', JSON))[0] == 400


# ---- what Slack sends beside the work


@pytest.mark.parametrize("body", ["ssl_check=1&token=x", "token=x&ssl_check=1", "token=x&ssl_check=1&more="])
async def test_the_ssl_check_gets_200_and_nothing_else(door: Open, body: str) -> None:
    assert (await door.post(body))[:2] == (200, "")
    assert (await door.send("POST", "/slack/events", body.encode(), {"Content-Type": FORM}))[:2] == (200, "")
    assert door.bodies == []


@pytest.mark.parametrize(
    "body", ["ssl_check=1", "ssl_check=1&token=", "ssl_check=0&token=x", "token=x", "ssl_check=1&ssl_check=1&token=x"]
)
async def test_what_is_no_ssl_check_must_be_signed(door: Open, body: str) -> None:
    assert (await door.send("POST", "/slack/events", body.encode(), {"Content-Type": FORM}))[0] == 401
    assert (await door.post(body))[0] == 400


@pytest.mark.parametrize(
    "body, content", [("ssl_check=1&token=x&more=" + "x" * 1000, FORM), ('{"ssl_check": "1", "token": "x"}', JSON)]
)
async def test_an_ssl_check_is_a_short_form(door: Open, body: str, content: str) -> None:
    assert (await door.send("POST", "/slack/events", body.encode(), {"Content-Type": content}))[0] == 401


async def test_an_ssl_check_with_a_wrong_signature_is_refused(door: Open) -> None:
    assert (await door.post("ssl_check=1&token=x", X_Slack_Signature="v0=" + "0" * 64))[0] == 401


async def test_the_challenge_is_answered(door: Open) -> None:
    code, text, headers = await door.post('{"token": "t", "type": "url_verification", "challenge": "3eZbrw"}', JSON)
    assert (code, json.loads(text)) == (200, {"challenge": "3eZbrw"})
    assert headers["Content-Type"].startswith(JSON)


@pytest.mark.parametrize("challenge", [None, 7, ["x"], {"a": 1}, "\ud800", "x" * 10_000])
async def test_a_strange_challenge_does_no_harm(door: Open, challenge: Any) -> None:
    assert (await door.post(json.dumps({"type": "url_verification", "challenge": challenge}), JSON))[0] == 200


async def test_a_rate_limit_is_logged_with_its_minute(door: Open, logs: list[Any]) -> None:
    body = {"token": "t", "type": "app_rate_limited", "team_id": "T01TEST", "minute_rate_limited": 1518467820}
    assert (await door.post(json.dumps({**body, "api_app_id": "A0TEST"}), JSON))[:2] == (200, "")
    assert logs == [{"event": "door.rate_limited", "minute": 1518467820, "log_level": "warning"}]
    assert door.bodies == []


@pytest.mark.parametrize("kind", ["workflow_step_edit", "", "event_callbacks", "x" * 500, "\ud800"])
async def test_an_unknown_type_gets_200_and_a_line_in_the_log(tmp_path: Path, kind: str, logs: list[Any]) -> None:
    async with before_bolt(tmp_path) as door:
        assert (await door.post(json.dumps({"type": kind, "team_id": "T01TEST"}), JSON))[:2] == (200, "")
        assert (await door.post("payload=" + urllib.parse.quote(json.dumps({"type": kind}))))[:2] == (200, "")
    assert [line["event"] for line in logs] == ["dispatch.other_kind"] * 2


async def test_what_is_sent_again_is_handled_like_any_other(door: Open) -> None:
    more = {"X_Slack_Retry_Num": "1", "X_Slack_Retry_Reason": "http_timeout"}
    code, text, headers = await door.post(event(), JSON, **more)
    assert (code, text, "X-Slack-No-Retry" in headers) == (200, "dispatched", False)
    assert (await door.post("[]", JSON, **more))[0] == 400


# ---- behind the door


async def members_only(envelope: Any) -> None:
    """Everyone is a member."""


@contextlib.asynccontextmanager
async def before_bolt(home: Path) -> AsyncIterator[Open]:
    """The door before Bolt as Sluice sets it up, with listeners that take all."""
    app = bolt(settings_for(home), Identity(team="T01TEST", team_name="Test", bot_user="U0BOT", bot_id="B0BOT"))

    async def take(ack: AsyncAck) -> None:
        await ack()

    for listen in (app.event, app.action, app.command, app.view, app.view_closed, app.shortcut, app.options):
        listen(re.compile(".*", re.S))(take)
    dispatch = Dispatch(app, Installation("T01TEST"), members_only, lambda envelope, why: None)
    http = Http(dispatch, contextlib.nullcontext, SECRET, "127.0.0.1", 0)
    try:
        yield Open(await http.start())
    finally:
        await http.stop()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    "more",
    [
        {"authorizations": 5},
        {"authorizations": [5]},
        {"authorizations": {"a": 1}},
        {"enterprise": 5},
        {"response_urls": [5]},
        {"event": {"type": ["message"]}},
        {"event": {"text": "of no type"}},
        {"event": {"type": "message", "channel": 5}},
        {"event": {"type": "message", "user": 5}},
        {"event": {"type": "message", "channel": 5, "item": {"channel": True}}},
        {"event": {"type": "message", "assistant_thread": {"channel": 7}}},
    ],
)
async def test_a_body_that_bolt_can_not_read_gets_400(tmp_path: Path, more: dict[str, Any], caplog: Any) -> None:
    async with before_bolt(tmp_path) as door:
        assert (await door.post(event(), JSON))[0] == 200
        code, _, headers = await door.post(event(**more), JSON)
        assert (code, headers["X-Slack-No-Retry"]) == (400, "1")
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just("T01TEST")
VALUE = st.recursive(SCALAR, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=9), inner), max_leaves=9)
SHARED = ("team", "user", "channel", "authorizations", "enterprise", "response_urls", "type", "callback_id")
INNER = st.dictionaries(st.sampled_from(["type", "channel", "user", "text", "item", "files"]), VALUE, max_size=3)
EVENT = st.dictionaries(st.sampled_from([*SHARED, "is_ext_shared_channel", "challenge"]), VALUE, max_size=2)
CLICK = st.dictionaries(
    st.sampled_from([*SHARED, "actions", "view", "message", "action_id", "event"]), VALUE, max_size=2
)
KIND = st.sampled_from(["block_actions", "block_suggestion", "view_submission", "message_action"])
COMMAND = st.dictionaries(st.sampled_from(["team_id", "type", "command"]), st.text(max_size=9))
SHAPED = (
    st.builds(lambda inner, more: event(**{"event": inner, **more}), INNER, EVENT)
    | st.builds(lambda kind, more: click(**{"type": kind, **more}), KIND, CLICK)
    | st.builds(lambda more: command("x", **more), COMMAND)
)
BODY = st.binary(max_size=300) | SHAPED.map(str.encode)


def test_no_bytes_with_a_right_signature_get_a_5xx(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, logs: list[Any]
) -> None:
    with asyncio.Runner() as loop:
        stack = contextlib.AsyncExitStack()
        door = loop.run(stack.enter_async_context(before_bolt(tmp_path)))

        @settings(max_examples=300, deadline=None)
        @given(raw=BODY, content=st.sampled_from([JSON, FORM]))
        def knock(raw: bytes, content: str) -> None:
            assert loop.run(door.post(raw, content))[0] < 500

        try:
            knock()
        finally:
            loop.run(stack.aclose())
    assert [line for line in logs if line["log_level"] == "error"] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
