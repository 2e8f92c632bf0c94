"""The manifest and the listeners name the same things, and nothing that Slack keeps for itself."""

import re
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import cli
from bot.setup import manifest, reasons
from bot.setup.events import EVENTS, HEARD_BESIDE
from bot.setup.scopes import SCOPES
from bot.views import ids
from localslack.reserved import RESERVED
from tests.bot.test_moving import said
from tests.listened import listened
from tests.manifest_rules import OPTIONS, problems

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))

# docs.slack.dev/reference/events
EVENT_SCOPES = {
    "app_home_opened": "",
    "app_mention": "app_mentions:read",
    "app_uninstalled": "",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "tokens_revoked": "",
    "user_change": "users:read",
    "agent_session_stopped": "chat:write",
}


@pytest.fixture
def heard() -> dict[str, set[str]]:
    """What the app listens to, by the kind of request."""
    desk: Any = SimpleNamespace(command=lambda name: f"/{name}")
    names = defaultdict[str, set[str]](set)
    for kind, name in listened(desk):
        if name != ".*":
            names[kind].add(name)
    return dict(names)


def test_commands_shortcuts_and_events_are_the_same_both_ways(heard: dict[str, set[str]]) -> None:
    features = MANIFEST["features"]
    assert {c["command"] for c in features["slash_commands"]} == heard["command"]
    assert {s["callback_id"] for s in features["shortcuts"]} == heard["shortcut"] == {ids.HAND_OFF}
    assert heard["event"] == events_of(manifest.build(agent=True)) | HEARD_BESIDE


def events_of(of: dict[str, Any]) -> set[str]:
    return {event.split(".")[0] for event in of["settings"]["event_subscriptions"]["bot_events"]}


def test_every_action_and_view_id_has_its_listener(heard: dict[str, set[str]]) -> None:
    views = {v for k, v in vars(ids).items() if k.endswith("_VIEW")}
    views -= {ids.TASK_VIEW, ids.STREAM_VIEW, ids.FIGURES_VIEW, ids.REVIEW_VIEW}  # nothing is submitted in these
    assert heard["view"] == views
    actions = {v for k, v in vars(ids).items() if k.isupper() and isinstance(v, str) and not k.endswith("_VIEW")}
    actions -= {ids.HAND_OFF, ids.TRY_SAMPLE, ids.APPROVE, ids.ANSWER, ids.WONDER, ids.MORE}
    actions -= {ids.OPEN, ids.LET_FLOW, ids.STREAM_PAGE, ids.EDIT_VERSION, ids.SHOW_PART, ids.FIGURES}
    actions -= {ids.REVISE_POINT, ids.CRITIC_WRONG}
    numbered = {r"^approve(\.\d)?$", r"^answer\.\d$", r"^wonder\.\d$", r"^more\.[01]$"}  # one of several in a row
    numbered |= {r"^open(\.\d{1,3})?$", r"^let_flow\.[0-9]{1,3}$", r"^stream_page(\.[0-9])?$"}
    numbered |= {r"^edit_version\.[0-9]{1,3}$", r"^show_part\.[0-9]{1,3}$", r"^figures(\.[0-2])?$"}
    numbered |= {r"^revise_point\.[0-9]{1,3}$", r"^critic_wrong\.[0-9]{1,3}$"}
    assert heard["action"] == actions | numbered | {f"{ids.TRY_SAMPLE}.memo", f"{ids.TRY_SAMPLE}.answer"}


def test_no_command_is_slacks_own() -> None:
    for command in MANIFEST["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert command["command"].lstrip("/") not in RESERVED
        assert command["should_escape"] is True
    assert {"away", "remind", "status", "search", "invite"} <= RESERVED


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options) or "as it is")
def test_every_manifest_is_one_that_slack_takes(options: dict[str, Any]) -> None:
    assert problems(manifest.build(**options)) == []
    assert yaml.safe_load(manifest.to_yaml(manifest.build(**options))) == manifest.build(**options)


@pytest.mark.parametrize(
    "path, value, problem",
    [
        ("display_information.name", "x" * 36, "display_information.name: 36 characters, 1 to 35"),
        ("display_information.long_description", "x" * 174, "long_description: 174 characters, 175 to 4000"),
        ("display_information.background_color", "blue", "background_color: blue"),
        ("display_information.colour", "#123456", "display_information.colour: unknown"),
        ("features.app_home.tab", True, "features.app_home.tab: unknown"),
        ("features.slash_commands.0.command", "assign", "command: assign"),
        ("features.slash_commands.0.escape", True, "features.slash_commands.escape: unknown"),
        ("features.slash_commands.0.url", "ftp://x", "url: ftp://x"),
        ("features.shortcuts.0.type", "channel", "features.shortcuts.type: channel"),
        ("features.shortcuts.0.callback_id", "", "features.shortcuts.callback_id: 0 characters"),
        ("features.agent_view.suggested_prompts", [{"title": "a", "message": "b"}] * 5, "suggested_prompts: 5, 1 to 4"),
        ("settings.event_subscriptions.bot_events", ["app_mention"] * 2, "bot_events: twice"),
        ("settings.socket_mode_enabled", "yes", "settings.socket_mode_enabled: yes"),
    ],
)
def test_the_rules_see_what_slack_would_refuse(path: str, value: Any, problem: str) -> None:
    broken = manifest.build(agent=True)
    *parents, last = path.split(".")
    place: Any = broken
    for name in parents:
        place = place[int(name)] if name.isdigit() else place[name]
    place[last] = value
    assert any(problem in line for line in problems(broken)), problems(broken)


def test_the_file_is_the_manifest_without_options() -> None:
    assert manifest.build() == MANIFEST


def test_every_scope_and_event_has_one_row_with_a_reason() -> None:
    for rows in (SCOPES, EVENTS):
        assert len({row.name for row in rows}) == len(rows)
        assert all(re.fullmatch(r"[A-Z].{15,}\.", row.reason) for row in rows)
    scopes = MANIFEST["oauth_config"]["scopes"]["bot"]
    assert scopes == [row.name for row in SCOPES if not row.option]
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == [e.name for e in EVENTS if not e.option]


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: " ".join(options) or "as it is")
def test_the_scope_of_each_event_is_granted(options: dict[str, Any]) -> None:
    built = manifest.build(**options)
    granted = {*built["oauth_config"]["scopes"]["bot"], ""}
    needs = {event.name: event.scope for event in EVENTS}
    assert {needs[name] for name in built["settings"]["event_subscriptions"]["bot_events"]} <= granted
    assert {name: scope for name, scope in EVENT_SCOPES.items() if needs[name] != scope} == {}


def test_options_change_what_they_say_and_nothing_else() -> None:
    base, prefixed = manifest.build(), manifest.build(prefix="x")
    assert [c["command"] for c in prefixed["features"]["slash_commands"]] == ["/xassign", "/xcollect", "/xsluice"]
    prefixed["features"]["slash_commands"] = base["features"]["slash_commands"]
    assert prefixed == base
    quiet = manifest.build(thread_replies=False)
    events = quiet["settings"]["event_subscriptions"]["bot_events"]
    assert {"message.channels", "message.groups", "message.mpim"}.isdisjoint(events) and "message.im" in events
    assert quiet["oauth_config"] == base["oauth_config"]  # a thread that is handed off is still read
    agent = manifest.build(agent=True)
    assert "assistant:write" in agent["oauth_config"]["scopes"]["bot"]
    assert "agent_session_stopped" in agent["settings"]["event_subscriptions"]["bot_events"]
    assert "agent_view" not in base["features"] and "assistant_view" not in agent["features"]


@pytest.mark.parametrize("host", ["https://sluice.example.com", "https://Sluice.example.com:8443/"])
def test_http_names_the_address_everywhere(host: str) -> None:
    url = host.lower().rstrip("/") + "/slack/events"
    settings = manifest.build(http=host)["settings"]
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == url
    assert {c["url"] for c in manifest.build(http=host)["features"]["slash_commands"]} == {url}
    assert settings["socket_mode_enabled"] is False and manifest.build()["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize(
    "host, words",
    [
        ("http://sluice.example.com", "must begin with https://"),
        ("sluice.example.com", "must begin with https://"),
        ("https://", "names no host"),
        ("https://a b", "names no host"),
        ("https://sluice.example.com:port", "is no address"),
        ("https://sluice.example.com/slack", "with nothing behind it"),
        ("https://sluice.example.com?x=1", "with nothing behind it"),
        ("https://me@sluice.example.com", "with nothing behind it"),
    ],
)
def test_a_wrong_address_is_refused_in_words(host: str, words: str) -> None:
    code, text = said("manifest", "--http", host)
    assert code == 1 and words in text


def test_a_wrong_prefix_is_refused_in_words() -> None:
    code, text = said("manifest", "--prefix", "Sluice/")
    assert code == 1 and "can't be used: at most 10" in text


def test_the_command_prints_what_can_be_pasted(tmp_path: Path) -> None:
    options = ("--prefix", "x", "--http", "https://sluice.example.com", "--no-thread-replies", "--agent", "--canvas")
    done = CliRunner().invoke(cli, ["manifest", *options])
    built = manifest.build("x", "https://sluice.example.com", thread_replies=False, agent=True, canvas=True)
    assert done.exit_code == 0 and yaml.safe_load(done.stdout) == built
    config = tmp_path / "sluice.toml"
    config.write_text('command_prefix = "team-"')
    done = CliRunner().invoke(cli, ["manifest"], env={"SLUICE_CONFIG": str(config)})
    assert yaml.safe_load(done.stdout) == manifest.build("team-")


def test_the_documentation_says_what_each_scope_and_event_is_for() -> None:
    lines = (ROOT / "docs/scopes.md").read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith(("| scope `", "| event `"))] == reasons.reasons()
