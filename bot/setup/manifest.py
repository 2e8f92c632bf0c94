"""The app's manifest, as an installation needs it."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from bot.setup.agent_view import AGENT_VIEW
from bot.setup.events import EVENTS
from bot.setup.request_address import request_url
from bot.setup.scopes import SCOPES
from bot.setup.shipped_manifest import BadOption, shipped


def build(
    prefix: str = "", http: str = "", thread_replies: bool = True, agent: bool = False, canvas: bool = False
) -> dict[str, Any]:
    """Return the manifest of an installation, made from `manifest.yml`.

    Args:
        prefix: what stands before each command's name; the settings know it as `command_prefix`.
        http: where Slack reaches Sluice, for example https://sluice.example.com; without it Socket Mode is used.
        thread_replies: whether Slack sends the messages of channels, so that replies in threads are heard.
        agent: whether the app is declared as an agent.
        canvas: whether the app may make canvases.

    Raises:
        BadOption: the prefix or the address can't be used, or the file is not there.
    """
    manifest = shipped()
    chosen = {"", *(["agent"] if agent else []), *(["canvas"] if canvas else [])}
    manifest["oauth_config"]["scopes"]["bot"] = [scope.name for scope in SCOPES if scope.option in chosen]
    manifest["settings"]["event_subscriptions"]["bot_events"] = [
        event.name for event in EVENTS if event.option in chosen and (thread_replies or not event.thread_reply)
    ]
    if agent:
        manifest["features"]["agent_view"] = dict(AGENT_VIEW)
    _set_prefix(manifest, prefix)
    if http:
        _set_address(manifest, request_url(http))
    return manifest


def _set_prefix(manifest: dict[str, Any], prefix: str) -> None:
    if not re.fullmatch("[a-z0-9-]{0,10}", prefix):
        raise BadOption(f"The prefix “{prefix}” can't be used: at most 10 of a to z, 0 to 9 and -, for example: x")
    for command in manifest["features"]["slash_commands"]:
        command["command"] = f"/{prefix}{command['command'].removeprefix('/')}"


def _set_address(manifest: dict[str, Any], url: str) -> None:
    settings = manifest["settings"]
    for command in manifest["features"]["slash_commands"]:
        command["url"] = url
    settings["event_subscriptions"] = {"request_url": url, **settings["event_subscriptions"]}
    settings["interactivity"]["request_url"] = url
    settings["socket_mode_enabled"] = False


def to_yaml(manifest: Mapping[str, Any]) -> str:
    """Return a manifest as it can be pasted at api.slack.com/apps."""
    text: str = yaml.safe_dump(dict(manifest), sort_keys=False, allow_unicode=True, width=110)
    return text
