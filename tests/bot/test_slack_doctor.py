"""Slack's part of `sluice doctor`, against Local Slack, and against answers that Local Slack does not give."""

import asyncio
import copy
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import time as clock_time
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.demonstration.stage import local_config
from bot.operations import app_differences, slack_doctor, trial
from bot.operations.doctor import examining
from bot.operations.finding import Finding
from bot.operations.slack_doctor import Installation
from bot.setup import manifest
from bot.setup.scopes import SCOPES, Scope
from localslack.config import CHANNELS
from localslack.server import LocalSlack
from storage.ledger import people
from storage.ledger.settings import scheduling
from storage.rules.authority import Claim
from storage.rules.values.schedule import EVERY_DAY
from tests.bot.test_moving import said
from tests.conftest import new_ledger
from tests.ledger.hands import meet
from tests.world import ALICE, GENERAL, configured, wait_for

ALL = frozenset(scope.name for scope in SCOPES if not scope.option)
BOT, APP = "xoxb-test-token", "xapp-test-token"


def config(scopes: frozenset[str] = ALL, **more: Any) -> Any:
    base = local_config()
    return replace(base, app=replace(base.app, scopes=frozenset(scopes)), **more)


@pytest.fixture
async def slack(request: pytest.FixtureRequest) -> AsyncIterator[LocalSlack]:
    """Local Slack with the scopes of the manifest, or as the parameter has it."""
    local = LocalSlack(config=getattr(request, "param", None) or config())
    await local.start()
    yield local
    await local.stop()


def client(base: str, token: str = BOT) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=f"{base}/api/", timeout=5, retry_handlers=[])


async def examined(base: str, own: Installation = Installation(), token: str = BOT) -> list[Finding]:
    return await slack_doctor.examine(client(base, token), own, time.time)


def bad(findings: list[Finding]) -> list[str]:
    return [f"{finding.what}: {finding.say}" for finding in findings if finding.ok is False]


def says(findings: list[Finding], what: str) -> str:
    return "\n".join(finding.say for finding in findings if finding.what == what)


async def test_all_is_in_order(slack: LocalSlack) -> None:
    findings = await examined(slack.url, Installation(app_token=APP))
    assert bad(findings) == []
    assert says(findings, "scopes") == "all there"
    assert says(findings, "slack") == "Test workspace as sluice"
    assert "connections: 1 of 10" in says(findings, "socket")

    async def closed() -> bool:
        return not slack.delivery.sockets

    await wait_for(closed, "the socket is closed again")


async def test_without_an_app_level_token_no_socket_is_tried(slack: LocalSlack) -> None:
    findings = await examined(slack.url)
    assert not {"app token", "socket"} & {finding.what for finding in findings}
    assert "`sluice manifest --http https://HOST`" in says(findings, "app settings")


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if not scope.option], ids=lambda scope: scope.name)
async def test_a_scope_that_is_missing_is_named_with_what_it_is_for(scope: Scope) -> None:
    local = LocalSlack(config=config(ALL - {scope.name}))
    lines = bad(await examined(await local.start(), Installation(app_token=APP, prefix="x")))
    await local.stop()
    assert len(lines) == 1 and lines[0].startswith(f"scopes: {scope.name} is missing")
    assert scope.reason in lines[0] and "`sluice manifest --prefix x`" in lines[0]


@pytest.mark.parametrize("slack", [config(ALL | {"assistant:write", "reactions:write", "pins:write"})], indirect=True)
async def test_scopes_that_nobody_needs_are_named(slack: LocalSlack) -> None:
    findings = await examined(slack.url)
    assert bad(findings) == [] and says(findings, "scopes") == "not needed: pins:write, reactions:write"


@pytest.mark.parametrize("error", slack_doctor.BAD_TOKEN)
async def test_what_is_wrong_with_the_bot_token_is_told_apart(slack: LocalSlack, error: str) -> None:
    slack.faults.order({"what": "error", "method": "auth.test", "value": error})
    findings = await examined(slack.url, Installation(app_token=APP))
    assert bad(findings) == [f"slack: auth.test: {slack_doctor.BAD_TOKEN[error]}"]
    assert "Slack says hello" in says(findings, "socket")
    assert len(set(slack_doctor.BAD_TOKEN.values())) == len(slack_doctor.BAD_TOKEN)


async def test_a_bot_token_that_slack_does_not_know(slack: LocalSlack) -> None:
    assert "Slack does not know SLACK_BOT_TOKEN" in says(await examined(slack.url, token="xoxb-other"), "slack")
    assert "SLACK_BOT_TOKEN is empty" in says(await examined(slack.url, token=""), "slack")


@pytest.mark.parametrize(
    "fault, words",
    [
        ({"what": "status", "value": 429, "retry_after": "7"}, "Slack is busy: try again in 7 seconds"),
        ({"what": "status", "value": 503}, "Slack answers internal_error"),
        ({"what": "html"}, "Slack answers with"),
        ({"what": "error", "value": "something_new"}, "Slack answers something_new"),
    ],
)
async def test_an_answer_that_is_none_is_told_as_it_came(slack: LocalSlack, fault: dict[str, Any], words: str) -> None:
    slack.faults.order({"method": "auth.test", **fault})
    assert words in says(await examined(slack.url), "slack")


async def test_a_slack_that_is_not_there_is_one_line() -> None:
    findings = await examined("http://127.0.0.1:1", Installation(app_token=APP))
    assert [finding.what for finding in findings] == ["slack"]
    assert "http://127.0.0.1:1/api/ can't be reached" in findings[0].say


async def test_an_app_level_token_that_is_wrong(slack: LocalSlack) -> None:
    lines = bad(await examined(slack.url, Installation(app_token="xapp-other")))
    assert len(lines) == 1 and lines[0].startswith("app token: Slack does not know SLACK_APP_TOKEN")


@pytest.mark.parametrize(
    "error, words",
    [
        ("not_allowed_token_type", "is no app-level token (xapp-…)"),
        ("missing_scope", "lacks connections:write"),
        ("too_many_websockets", "10 processes are connected already"),
    ],
)
async def test_what_is_wrong_with_the_app_level_token_is_told_apart(slack: LocalSlack, error: str, words: str) -> None:
    slack.faults.order({"what": "error", "method": "apps.connections.open", "value": error})
    lines = bad(await examined(slack.url, Installation(app_token=APP)))
    assert len(lines) == 1 and words in lines[0]


async def schedule(home: Path, channel: str, team: str = "T01TEST") -> None:
    """Give a channel collection times in the ledger of a data folder."""
    ledger = new_ledger(configured(home, "").database)
    await ledger.do(people.ensure_workspace, team, "Test")
    await ledger.do(meet, team, ALICE)
    await ledger.do(scheduling.set_channel_times, Claim(ALICE, team), channel, [clock_time(9)], EVERY_DAY, None, ALICE)
    ledger.close()


PRIVATE = {"id": "C03SEC", "name": "secret", "members": [ALICE]}


@pytest.mark.parametrize("slack", [config(channels=(*CHANNELS, PRIVATE))], indirect=True)
async def test_a_channel_with_collections_that_the_app_is_not_in(slack: LocalSlack, tmp_path: Path) -> None:
    for channel in (GENERAL, "C03SEC", "C04GONE"):
        await schedule(tmp_path, channel)
    await schedule(tmp_path, "C09OTHER", team="T09OTHER")
    findings = await examining.examine(configured(tmp_path, slack.url))
    lines = [line for line in bad(findings) if line.startswith("channel")]
    assert len(lines) == 2 and all("type /invite @sluice there" in line for line in lines)
    assert f"{slack.url}/archives/C03SEC" in lines[0] and "unless it is gone" in lines[1]
    assert f"{slack.url}/archives/{GENERAL}: the app is in it" in says(findings, "channel")
    assert "C09OTHER" not in str(findings)


async def test_ids_in_the_settings_that_slack_does_not_know(slack: LocalSlack) -> None:
    named = Installation(admins=(ALICE, "U09NOBODY"), acts_in=(GENERAL, "C09NOWHERE"))
    findings = await examined(slack.url, named)
    assert "does not know U09NOBODY" in says(findings, "admins") and "does not know C09NOWHERE" in says(
        findings, "acts"
    )
    assert ALICE not in str(findings)


@pytest.mark.parametrize("slack", [config(ALL - {"channels:history"})], indirect=True)
async def test_membership_is_not_asked_without_the_scope(slack: LocalSlack) -> None:
    findings = await examined(slack.url, Installation(channels=(("T01TEST", "C04GONE"),)))
    assert says(findings, "channel") == ""


async def test_a_message_is_sent_changed_and_deleted(slack: LocalSlack) -> None:
    findings = await trial.try_message(client(slack.url), ALICE)
    assert bad(findings) == []
    steps = ["conversations.open", "chat.postMessage", "chat.update", "chat.delete"]
    assert [finding.what for finding in findings] == steps
    calls = {entry["what"]: entry["sent"] for entry in slack.workspace.log}
    assert list(calls) == steps and calls["chat.update"]["text"] == trial.CHANGED
    assert slack.workspace.messages[slack.workspace.dm(ALICE)["id"]] == []


@pytest.mark.parametrize(
    "method, steps", [("conversations.open", 1), ("chat.postMessage", 2), ("chat.update", 4), ("chat.delete", 4)]
)
async def test_a_step_that_is_refused_is_said_and_nothing_stays(slack: LocalSlack, method: str, steps: int) -> None:
    slack.faults.order({"what": "error", "method": method, "value": "restricted_action"})
    findings = await trial.try_message(client(slack.url), ALICE)
    assert len(findings) == steps
    assert bad(findings) == [f"{method}: {trial.ADVICE['restricted_action']}"]
    left = slack.workspace.messages[slack.workspace.dm(ALICE)["id"]]
    assert len(left) == (method == "chat.delete")


async def test_nobody_and_somebody_unknown_are_told(slack: LocalSlack) -> None:
    assert "set admins = [" in bad(await trial.try_message(client(slack.url), ""))[0]
    assert "nobody in this workspace has this id" in bad(await trial.try_message(client(slack.url), "U99NOBODY"))[0]


async def test_the_command_sends_to_the_first_of_the_admins_or_to_whom_it_is_told(
    slack: LocalSlack, tmp_path: Path
) -> None:
    (tmp_path / "sluice.toml").write_text(f'admins = ["{ALICE}"]\n')
    env = {
        "SLUICE_HOME": str(tmp_path),
        "SLUICE_CONFIG": str(tmp_path / "sluice.toml"),
        "SLUICE_MODEL": "offline",
        "SLACK_API_BASE_URL": slack.url,
        "SLACK_BOT_TOKEN": BOT,
        "SLACK_APP_TOKEN": APP,
    }
    _, text = await asyncio.to_thread(said, "doctor", "--slack", **env)
    assert f"ok conversations.open: direct messages with {ALICE} are" in text and "ok chat.delete" in text
    _, text = await asyncio.to_thread(said, "doctor", "--slack", "--to", "U02BOB", **env)
    assert "direct messages with U02BOB are" in text
    _, text = await asyncio.to_thread(said, "doctor", **env)
    assert "chat.postMessage" not in text and "ok socket: Slack says hello" in text
    code, text = await asyncio.to_thread(said, "doctor", "--to", "U02BOB", **env)
    assert code == 1 and "write both" in text
    (tmp_path / "sluice.toml").write_text("")
    code, text = await asyncio.to_thread(said, "doctor", "--slack", **env)
    assert code == 1 and "NOT message: nobody to write to" in text


@dataclass(slots=True)
class Elsewhere:
    """A Slack that gives the answers it was told to give.

    Attributes:
        answers: by method, what is answered beside `ok`.
        greeting: the first frame of a Socket Mode connection.
    """

    answers: dict[str, dict[str, Any]]
    greeting: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, str, str, dict[str, Any]]] = field(default_factory=list)
    base: str = ""

    async def call(self, request: web.Request) -> web.Response:
        method, bearer = request.match_info["method"], request.headers["Authorization"].removeprefix("Bearer ")
        self.calls.append((method, bearer, request.content_type, dict(await request.post())))
        answer = self.answers.get(method, {"ok": False, "error": "unknown_method"})
        return web.json_response({"ok": True, **answer})

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json(self.greeting)
        async for _ in socket:
            pass
        return socket


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    test = {"team": "Ours", "user": "sluice", "team_id": "T1", "bot_id": "B1", "url": "https://ours.slack.com/"}
    slack = Elsewhere({"auth.test": test, "bots.info": {"bot": {"app_id": "A1"}}})
    server = web.Application()
    server.router.add_post("/api/{method}", slack.call)
    server.router.add_get("/socket", slack.connect)
    runner = web.AppRunner(server, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    slack.answers["apps.connections.open"] = {"url": f"{slack.base.replace('http', 'ws', 1)}/socket?ticket=t"}
    yield slack
    await runner.cleanup()


@pytest.mark.parametrize(
    "greeting, words",
    [
        ({"type": "disconnect", "reason": "link_disabled"}, "Socket Mode is off for this app"),
        ({"type": "disconnect", "reason": "too_many_websockets"}, "10 processes are connected already"),
        ({"type": "disconnect", "reason": "something_new"}, "closes the connection: something_new"),
        ({"type": "hello", "connection_info": {"app_id": "A2"}}, "is of app A2, SLACK_BOT_TOKEN of A1"),
    ],
)
async def test_a_socket_without_a_good_hello(elsewhere: Elsewhere, greeting: dict[str, Any], words: str) -> None:
    elsewhere.greeting = greeting
    lines = bad(await examined(elsewhere.base, Installation(app_token=APP)))
    assert len(lines) == 1 and lines[0].startswith("socket: ") and words in lines[0]


async def test_a_socket_address_that_does_not_open(elsewhere: Elsewhere) -> None:
    elsewhere.answers["apps.connections.open"] = {"url": "ws://127.0.0.1:1/socket?ticket=secret"}
    lines = bad(await examined(elsewhere.base, Installation(app_token=APP)))
    assert "ws://127.0.0.1:1/socket gives no hello" in lines[0] and "secret" not in lines[0]


async def test_an_organisation_is_told(elsewhere: Elsewhere) -> None:
    elsewhere.answers["auth.test"]["enterprise_id"] = "E1"
    findings = await examined(elsewhere.base)
    assert bad(findings) == [] and says(findings, "slack") == "Ours as sluice, a workspace of the organisation E1"
    elsewhere.answers["auth.test"]["is_enterprise_install"] = True
    assert "installed for the whole organisation E1" in bad(await examined(elsewhere.base))[0]


async def test_a_clock_that_is_wrong_is_told(elsewhere: Elsewhere) -> None:
    findings = await slack_doctor.examine(client(elsewhere.base), Installation(), lambda: time.time() + 90)
    assert "set this machine's clock" in bad(findings)[0]


async def test_every_call_is_a_form_with_the_token_in_the_header(elsewhere: Elsewhere) -> None:
    elsewhere.greeting = {"type": "hello"}
    elsewhere.answers["apps.manifest.export"] = {"manifest": manifest.build()}
    elsewhere.answers["conversations.history"] = {"messages": []}
    own = Installation(app_token=APP, config_token="xoxe.xoxp-1", channels=(("T1", "C1"),))
    assert bad(await examined(elsewhere.base, own)) == []
    form = "application/x-www-form-urlencoded"
    assert elsewhere.calls == [
        ("auth.test", BOT, form, {}),
        ("bots.info", BOT, form, {"bot": "B1"}),
        ("apps.connections.open", APP, form, {}),
        ("apps.manifest.export", "xoxe.xoxp-1", form, {"app_id": "A1"}),
        ("conversations.history", BOT, form, {"channel": "C1", "limit": "1"}),
    ]


@pytest.mark.parametrize(
    "error, words",
    [
        ("token_expired", "older than 12 hours"),
        ("not_allowed_token_type", "what begins with xoxe- only renews one"),
        ("app_not_found", "no collaborator of this app"),
    ],
)
async def test_an_app_configuration_token_that_is_refused(elsewhere: Elsewhere, error: str, words: str) -> None:
    elsewhere.answers["apps.manifest.export"] = {"ok": False, "error": error}
    lines = bad(await examined(elsewhere.base, Installation(config_token="xoxe-1")))
    assert len(lines) == 1 and words in lines[0]


async def test_what_differs_from_the_manifest_is_said_with_what_to_paste(elsewhere: Elsewhere) -> None:
    there = manifest.build("x", agent=True, thread_replies=False)
    there["settings"]["event_subscriptions"]["bot_events"].remove("app_home_opened")
    elsewhere.answers["apps.manifest.export"] = {"manifest": there}
    elsewhere.greeting = {"type": "hello"}
    (line,) = bad(await examined(elsewhere.base, Installation(app_token=APP, config_token="xoxe.xoxp-1", prefix="x")))
    assert "app_home_opened is missing. What it is for: Sluice draws its Home, and greets new people." in line
    assert "`sluice manifest --prefix x --no-thread-replies --agent`" in line


HOST = "https://sluice.example.com"
SETTINGS = [{}, {"thread_replies": False}, {"agent": True}, {"prefix": "x"}, {"http": HOST}]


@pytest.mark.parametrize("options", SETTINGS, ids=str)
def test_settings_as_the_manifest_has_them_differ_in_nothing(options: dict[str, Any]) -> None:
    there = manifest.build(**options)
    there["settings"]["event_subscriptions"]["bot_events"].reverse()
    prefix, socket_mode = options.get("prefix", ""), "http" not in options
    assert list(app_differences.differences(there, prefix, socket_mode)) == []


@pytest.mark.parametrize(
    "options, path, value, words",
    [
        ({}, "settings.event_subscriptions.bot_events", ["message.im"], "the event app_mention is missing"),
        ({}, "settings.event_subscriptions.bot_events", ["pin_added"], "the event pin_added is not needed"),
        ({}, "features.slash_commands.0.command", "/give", "the command /assign is missing"),
        ({}, "features.slash_commands.0.should_escape", False, "/assign must escape channels and users"),
        ({}, "features.slash_commands", [], "the command /collect is missing"),
        ({}, "features.shortcuts.0.type", "global", "the shortcut “Assign this” (message, hand_off) is missing"),
        ({}, "features", {}, "App Home, Home Tab must be on"),
        ({}, "settings.interactivity", None, "Interactivity & Shortcuts must be on"),
        ({}, "settings.socket_mode_enabled", False, "Socket Mode must be on"),
        ({}, "features.app_home.messages_tab_read_only_enabled", True, "App Home, read-only messages must be off"),
        ({"http": HOST}, "settings.socket_mode_enabled", True, "Socket Mode must be off"),
        ({"http": HOST}, "settings.interactivity.request_url", "", "Request URL of Interactivity is “” and must be"),
        ({"http": HOST}, "features.slash_commands.1.url", f"{HOST}/", f"Request URL of /collect is “{HOST}/” and must"),
        ({"http": HOST}, "settings.event_subscriptions", {}, "the Request URL “” must be https://HOST/slack/events"),
        ({"http": HOST}, "settings.event_subscriptions.request_url", "http://a.b/slack/events", "begin with https://"),
    ],
)
def test_each_difference_is_named(options: dict[str, Any], path: str, value: Any, words: str) -> None:
    there = copy.deepcopy(manifest.build(**options))
    *parents, last = path.split(".")
    place: Any = there
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    place[last] = value
    lines = list(app_differences.differences(there, "", "http" not in options))
    assert any(words in line for line in lines), lines
