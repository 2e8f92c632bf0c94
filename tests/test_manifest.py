"""The manifest and the listeners name the same things, and nothing that Slack keeps for itself."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.views import ids
from localslack.reserved import RESERVED
from tests.world import World

ROOT = Path(__file__).parents[1]
MANIFEST: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))


@pytest.fixture
def listened(sluice: World) -> dict[str, set[str]]:
    """What the running app listens to, by registering its surfaces again on a recorder."""
    return recorded(sluice)


class Recorder:
    def __init__(self) -> None:
        self.names: dict[str, set[str]] = {}

    def __getattr__(self, kind: str) -> Any:
        def register(name: Any, *_: Any) -> Any:
            named = name.pattern if isinstance(name, re.Pattern) else name
            if isinstance(named, str) and named != ".*":
                self.names.setdefault(kind, set()).add(named)
            return lambda *a, **k: None

        return register


def recorded(sluice: World) -> dict[str, set[str]]:
    from bot.alarm import Alarm
    from bot.app import _surfaces
    from bot.background import Background
    from bot.desk import Desk

    made: Any = Recorder()
    desk = Desk(sluice.bot.ledger, None, None, Background(), "T", "U", {"writer": "x"})  # type: ignore[arg-type]
    _surfaces(desk, Alarm(sluice.bot.ledger), made)
    return dict(made.names)


def test_commands_shortcuts_and_events_are_the_same_both_ways(listened: dict[str, set[str]]) -> None:
    features = MANIFEST["features"]
    assert {c["command"] for c in features["slash_commands"]} == listened["command"]
    assert {s["callback_id"] for s in features["shortcuts"]} == listened["shortcut"] == {ids.HAND_OFF}
    events = {e.split(".")[0] for e in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert events == listened["event"]


def test_every_action_and_view_id_has_its_listener(listened: dict[str, set[str]]) -> None:
    views = {v for k, v in vars(ids).items() if k.endswith("_VIEW")} - {ids.TASK_VIEW}  # nothing is submitted there
    assert listened["view"] == views
    actions = {v for k, v in vars(ids).items() if k.isupper() and isinstance(v, str) and not k.endswith("_VIEW")}
    actions -= {ids.HAND_OFF, ids.TRY_SAMPLE, ids.APPROVE, ids.ANSWER, ids.WONDER}
    numbered = {r"^approve(\.\d)?$", r"^answer\.\d$", r"^wonder\.\d$"}  # one of several in a row
    assert listened["action"] == actions | numbered | {f"{ids.TRY_SAMPLE}.memo", f"{ids.TRY_SAMPLE}.answer"}


def test_no_command_is_slacks_own() -> None:
    for command in MANIFEST["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert command["command"].lstrip("/") not in RESERVED
        assert command["should_escape"] is True
    assert {"away", "remind", "status", "search", "invite"} <= RESERVED


def test_texts_stay_under_slacks_limits() -> None:
    shown = MANIFEST["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    for shortcut in MANIFEST["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    for command in MANIFEST["features"]["slash_commands"]:
        assert len(command["description"]) <= 2000


def test_every_scope_is_one_that_is_used() -> None:
    used = {
        "app_mentions:read",
        "channels:history",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "im:history",
        "im:write",
        "users:read",
    }
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == used
